#include "agon/gan/objectives/label_smoothing-inl.h"
