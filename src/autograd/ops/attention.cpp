#include "agon/autograd/ops/attention-inl.h"
