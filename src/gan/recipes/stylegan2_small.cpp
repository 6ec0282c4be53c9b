#include "agon/gan/recipes/stylegan2_small-inl.h"
