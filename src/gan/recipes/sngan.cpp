#include "agon/gan/recipes/sngan-inl.h"
