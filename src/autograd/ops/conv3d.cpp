#include "agon/autograd/ops/conv3d-inl.h"
