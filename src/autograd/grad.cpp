#include "agon/autograd/grad-inl.h"
