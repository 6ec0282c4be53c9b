#include "agon/data/idx-inl.h"
