#include "agon/core/error-inl.h"
