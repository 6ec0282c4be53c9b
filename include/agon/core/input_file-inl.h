#pragma once

#include <cstring>
#include <filesystem>
#include <system_error>

#include "agon/core/error.hpp"
#include "agon/core/input_file.hpp"

namespace agon::detail {

AGON_INLINE std::string system_reason(int error) { return error == 0 ? "an error" : std::strerror(error); }

AGON_INLINE std::ifstream open_input(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) fail_io(path, "expected a file, got a folder");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) fail_io(path, "expected a file that can be read, got: " + system_reason());
  return in;
}

AGON_INLINE std::uint64_t input_size(std::ifstream& in) {
  const std::streamoff size = in.seekg(0, std::ios::end).tellg();
  in.clear();
  in.seekg(0);
  in.clear();
  return size < 0 ? 0 : static_cast<std::uint64_t>(size);
}

}  // namespace agon::detail
