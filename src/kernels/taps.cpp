#include "agon/kernels/taps-inl.h"
