#include "agon/gan/objectives/relativistic-inl.h"
