#pragma once

#include "agon/core/config.hpp"
#include "agon/core/shape.hpp"

/// How augmentations refuse what they cannot take, each in its own name.
namespace agon::detail {

/// Throws Error "[where] expected a probability in [0, 1], got value" unless it is.
void check_probability(const char* where, double value);

/// Throws Error "[where] expected pictures [N, H, W, C], got shape" unless they are.
void check_pictures(const char* where, const Shape& shape);

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/gan/augment/checks-inl.h"
#endif
