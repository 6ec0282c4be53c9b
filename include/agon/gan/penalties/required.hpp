#pragma once

#include "agon/core/shape.hpp"

/// How penalties refuse a step that they cannot work on, each in its own name.
namespace agon::detail {

/// Throws Error "[penalty] expected a step with <what>, got one without" unless it is there.
void require_member(const char* penalty, const char* what, bool there);

/// Throws Error unless real and generated samples have one shape.
void require_pairs(const char* penalty, const Shape& real, const Shape& fake);

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/required-inl.h"
#endif
