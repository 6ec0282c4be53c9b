#pragma once

#include "agon/core/config.hpp"

/// How optimisers refuse options out of range, each in its own name.
namespace agon::detail {

/// Throws Error "[where] expected name >= 0, got value" unless it is, and finite.
void check_at_least_zero(const char* where, const char* name, double value);

/// Throws Error "[where] expected name >= 1, got value" unless it is, and finite.
void check_at_least_one(const char* where, const char* name, double value);

/// Throws Error "[where] expected name > 0, got value" unless it is, and finite.
void check_above_zero(const char* where, const char* name, double value);

/// Throws Error "[where] expected name in [0, 1), got value" unless it is.
void check_fraction(const char* where, const char* name, double value);

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/optim/options-inl.h"
#endif
