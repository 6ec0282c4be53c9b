#include "agon/autograd/ops/pool-inl.h"
