#include "agon/io/table-inl.h"
