#include "agon/io/plot-inl.h"
