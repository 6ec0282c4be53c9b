#pragma once

#include <cstdlib>
#include <exception>
#include <string>

// Catch2 2 and 3 alike.
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_approx.hpp>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "agon/core/error.hpp"

namespace agon_test {

#if __has_include(<catch2/catch_test_macros.hpp>)
using Approx = Catch::Approx;
#else
using Approx = Catch::Detail::Approx;
#endif

/// The matcher for a string that contains `part`.
inline auto contains(const std::string& part) {
#if __has_include(<catch2/catch_test_macros.hpp>)
  return Catch::Matchers::ContainsSubstring(part);
#else
  return Catch::Matchers::Contains(part);
#endif
}

/// The text of the `E` that `f` throws; a sentence that no message contains when it throws nothing or another
/// type.
template <class E, class F>
std::string thrown_text(F&& f) {
  try {
    f();
  } catch (const E& e) {
    return e.what();
  } catch (const std::exception& e) {
    return std::string("<an exception of another type: ") + e.what() + ">";
  }
  return "<nothing was thrown>";
}

/// The folder that AGON_DATA names (with mnist/ and others in it), or "" where it is not set. Tests that need
/// it say so with WARN and return.
inline std::string data_folder() {
  const char* folder = std::getenv("AGON_DATA");
  return folder == nullptr ? std::string() : std::string(folder);
}

}  // namespace agon_test

/// The expression throws agon::Error, and its text contains `part`:
///   REQUIRE_ERROR(matmul(a, b), "[matmul] expected");
#define REQUIRE_ERROR(expression, part)                                                         \
  REQUIRE_THAT(::agon_test::thrown_text<::agon::Error>([&] { static_cast<void>(expression); }), \
               ::agon_test::contains(part))

/// The same for agon::IoError.
#define REQUIRE_IO_ERROR(expression, part)                                                        \
  REQUIRE_THAT(::agon_test::thrown_text<::agon::IoError>([&] { static_cast<void>(expression); }), \
               ::agon_test::contains(part))
