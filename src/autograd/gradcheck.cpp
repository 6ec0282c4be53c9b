#include "agon/autograd/gradcheck-inl.h"
