#include "agon/core/input_file-inl.h"
