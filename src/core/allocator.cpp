#include "agon/core/allocator-inl.h"
