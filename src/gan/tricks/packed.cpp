#include "agon/gan/tricks/packed-inl.h"
