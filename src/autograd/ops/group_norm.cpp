#include "agon/autograd/ops/group_norm-inl.h"
