// A second translation unit with the whole library in it: a definition that is not inline fails to link.
#include <agon/agon.hpp>
