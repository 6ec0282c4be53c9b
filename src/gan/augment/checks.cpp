#include "agon/gan/augment/checks-inl.h"
