#include "agon/autograd/ops/norm-inl.h"
