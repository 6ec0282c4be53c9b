#include "agon/gan/recipes/dcgan-inl.h"
