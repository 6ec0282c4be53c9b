#include "agon/gan/tricks/unrolled-inl.h"
