#include "agon/gan/streams-inl.h"
