#include "agon/gan/objectives/wasserstein-inl.h"
