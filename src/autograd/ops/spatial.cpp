#include "agon/autograd/ops/spatial-inl.h"
