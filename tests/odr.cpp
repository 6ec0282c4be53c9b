// A second translation unit with the whole library in it: a definition that is not inline fails to link.
#if __has_include(<agon/agon.hpp>)
#include <agon/agon.hpp>
#endif
