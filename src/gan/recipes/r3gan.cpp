#include "agon/gan/recipes/r3gan-inl.h"
