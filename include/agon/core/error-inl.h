#pragma once

#include "agon/core/config.hpp"
#include "agon/core/error.hpp"

namespace agon {
namespace detail {

AGON_INLINE std::string tagged(std::string_view tag, std::string_view what) {
  std::string text;
  text.reserve(tag.size() + what.size() + 3);
  text.append("[").append(tag).append("] ").append(what);
  return text;
}

}  // namespace detail

AGON_INLINE void fail(std::string_view where, std::string_view what) {
  throw Error(detail::tagged(where, what));
}

AGON_INLINE void fail_io(std::string_view path, std::string_view what) {
  throw IoError(detail::tagged(path, what));
}

}  // namespace agon
