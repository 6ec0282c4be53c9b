#include "agon/autograd/ops/conv1d-inl.h"
