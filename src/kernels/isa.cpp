#include "agon/kernels/isa-inl.h"
