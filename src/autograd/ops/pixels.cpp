#include "agon/autograd/ops/pixels-inl.h"
