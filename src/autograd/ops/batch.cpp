#include "agon/autograd/ops/batch-inl.h"
