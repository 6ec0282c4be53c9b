#include "agon/nn/any_module-inl.h"
