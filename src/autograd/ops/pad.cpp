#include "agon/autograd/ops/pad-inl.h"
