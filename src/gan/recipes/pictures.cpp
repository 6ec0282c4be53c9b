#include "agon/gan/recipes/pictures-inl.h"
