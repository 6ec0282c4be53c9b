#include "agon/gan/tricks/adaptive_ratio-inl.h"
