#include "agon/autograd/ops/losses-inl.h"
