#include "agon/gan/penalties/required-inl.h"
