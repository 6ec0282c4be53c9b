#include "agon/core/modes-inl.h"
