#include "agon/kernels/backend-inl.h"
