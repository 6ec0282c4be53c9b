#include "agon/autograd/ops/choose-inl.h"
