#pragma once

#include "agon/core/config.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace agon {

/// A mistake in how the library was called. The text reads "[where] expected ..., got ...".
class Error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// A file or folder that could not be read or written. The text reads "[path] expected ..., got ...".
class IoError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Error("[where] what").
[[noreturn]] void fail(std::string_view where, std::string_view what);

/// Throws IoError("[path] what").
[[noreturn]] void fail_io(std::string_view path, std::string_view what);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/core/error-inl.h"
#endif
