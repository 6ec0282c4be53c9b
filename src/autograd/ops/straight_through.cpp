#include "agon/autograd/ops/straight_through-inl.h"
