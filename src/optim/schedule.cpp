#include "agon/optim/schedule-inl.h"
