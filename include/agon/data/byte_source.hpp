#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

#include "agon/core/config.hpp"

namespace agon::detail {

/// The bytes of a file from first to last, unpacked where it is compressed.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Reads `count` bytes, or as many as there are left, and says how many. Throws IoError where the file is
  /// corrupt.
  virtual std::size_t read(void* to, std::size_t count) = 0;
  /// How many bytes there can be at most in all, as the size of the file tells.
  virtual std::uint64_t at_most() const = 0;
};

/// Opens a plain file or one compressed by gzip. Throws IoError where it cannot be read; agon::headers throws
/// it where the file is compressed.
std::unique_ptr<ByteSource> open_bytes(const std::string& path);

/// The source that unpacks a gzip stream. Only in agon::agon.
std::unique_ptr<ByteSource> open_gzip(const std::string& path, std::ifstream in, std::uint64_t file_size);

}  // namespace agon::detail
