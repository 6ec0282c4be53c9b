#include "agon/nn/layers/check-inl.h"
