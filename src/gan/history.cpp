#include "agon/gan/history-inl.h"
