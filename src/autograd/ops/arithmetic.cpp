#include "agon/autograd/ops/arithmetic-inl.h"
