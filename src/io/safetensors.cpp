#include "agon/io/safetensors-inl.h"
