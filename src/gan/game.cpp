#include "agon/gan/game-inl.h"
