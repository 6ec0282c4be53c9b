#include "agon/autograd/branches-inl.h"
