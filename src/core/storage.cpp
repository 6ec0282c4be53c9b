#include "agon/core/storage-inl.h"
