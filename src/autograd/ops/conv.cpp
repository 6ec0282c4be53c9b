#include "agon/autograd/ops/conv-inl.h"
