#include "agon/autograd/record-inl.h"
