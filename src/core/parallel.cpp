#include "agon/core/parallel-inl.h"
