#include "agon/autograd/ops/reduce-inl.h"
