#include "agon/gan/recipes/style_networks-inl.h"
