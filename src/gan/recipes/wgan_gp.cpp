#include "agon/gan/recipes/wgan_gp-inl.h"
