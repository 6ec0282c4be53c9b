#include "agon/gan/recipes/residual_networks-inl.h"
