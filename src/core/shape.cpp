#include "agon/core/shape-inl.h"
