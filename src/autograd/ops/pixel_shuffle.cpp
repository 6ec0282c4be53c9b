#include "agon/autograd/ops/pixel_shuffle-inl.h"
