#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "agon/core/config.hpp"
#include "agon/core/shape.hpp"
#include "agon/core/size2.hpp"

/// How layers refuse bad options and bad input, each in its own name.
namespace agon::detail {

/// Throws Error "[layer] expected name >= least, got value".
void check_at_least(std::string_view layer, std::string_view name, std::int64_t value, std::int64_t least);
void check_at_least(std::string_view layer, std::string_view name, const Size2& value, std::int64_t least);

/// Throws Error "[layer] expected a finite <name> > 0, got value".
void check_positive(std::string_view layer, std::string_view name, double value);
inline void check_eps(std::string_view layer, double eps) { check_positive(layer, "eps", eps); }

/// Throws Error "[layer] expected input <expected>, got <shape>".
[[noreturn]] void fail_input(std::string_view layer, std::string_view expected, const Shape& got);

/// Throws Error unless the input is [N, features].
void check_rows(std::string_view layer, const Shape& input, std::int64_t features);
/// Throws Error unless the input is [N, H, W, channels].
void check_pictures(std::string_view layer, const Shape& input, std::int64_t channels);

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/check-inl.h"
#endif
