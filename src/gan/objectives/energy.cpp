#include "agon/gan/objectives/energy-inl.h"
