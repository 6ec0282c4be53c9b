#include "agon/gan/turns-inl.h"
