#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agon/core/config.hpp"

namespace agon {

/// A file that appears whole or not at all: it is written under another name beside its place (path +
/// ".partial"), which `finish` renames. Without `finish` nothing is left behind, and a file that was there
/// before stays as it was.
class PartialFile {
 public:
  /// Throws IoError where the file cannot be written.
  explicit PartialFile(std::string path);
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  void write(const void* data, std::size_t bytes);
  /// Puts the file in its place. Throws IoError where writing failed or the file in its place cannot be
  /// replaced.
  void finish();

 private:
  std::string path_, partial_;
  std::ofstream out_;
  int error_ = 0;  // why a write failed: by the time of `finish` the system has forgotten
  bool done_ = false;
};

/// Writes a file whole or not at all, as PartialFile does. Throws IoError naming the file.
void write_file(const std::string& path, std::string_view text);
void write_file(const std::string& path, std::span<const std::uint8_t> bytes);

/// The whole of a file. Throws IoError where it is missing, a folder, or cannot be read.
std::vector<std::uint8_t> read_file(const std::string& path);

/// Makes a folder, with those above it, where there is none, and tries whether files can be written in it, so
/// that a program finds out before its work and not after. Throws IoError naming the folder.
void make_output_folder(const std::string& path);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/io/file-inl.h"
#endif
