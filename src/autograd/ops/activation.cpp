#include "agon/autograd/ops/activation-inl.h"
