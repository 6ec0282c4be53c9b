#include "agon/autograd/ops/resize-inl.h"
