#include "agon/optim/options-inl.h"
