#include "agon/autograd/ops/modulated_conv-inl.h"
