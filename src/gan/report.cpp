#include "agon/gan/report-inl.h"
