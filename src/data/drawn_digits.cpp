#include "agon/data/drawn_digits-inl.h"
