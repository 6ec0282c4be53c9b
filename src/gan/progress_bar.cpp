#include "agon/gan/progress_bar-inl.h"
