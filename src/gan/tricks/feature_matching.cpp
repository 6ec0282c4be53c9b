#include "agon/gan/tricks/feature_matching-inl.h"
