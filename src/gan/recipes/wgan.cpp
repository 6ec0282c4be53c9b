#include "agon/gan/recipes/wgan-inl.h"
