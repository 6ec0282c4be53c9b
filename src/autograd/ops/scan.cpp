#include "agon/autograd/ops/scan-inl.h"
