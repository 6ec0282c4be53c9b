#include "agon/gan/player-inl.h"
