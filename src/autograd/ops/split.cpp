#include "agon/autograd/ops/split-inl.h"
