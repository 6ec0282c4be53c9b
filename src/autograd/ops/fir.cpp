#include "agon/autograd/ops/fir-inl.h"
