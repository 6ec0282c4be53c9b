#include "agon/optim/accumulate-inl.h"
