#include "agon/io/image-inl.h"
