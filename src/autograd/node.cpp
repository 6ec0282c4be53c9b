#include "agon/autograd/node-inl.h"
