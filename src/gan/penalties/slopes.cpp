#include "agon/gan/penalties/slopes-inl.h"
