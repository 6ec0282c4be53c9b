#include "agon/gan/objectives/logistic-inl.h"
