#include "agon/gan/recipes/lsgan-inl.h"
