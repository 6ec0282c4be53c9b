#include "agon/autograd/ops/shape-inl.h"
