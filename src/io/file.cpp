#include "agon/io/file-inl.h"
