#include "agon/autograd/ops/linear-inl.h"
