#pragma once

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/core/input_file.hpp"
#include "agon/io/file.hpp"

namespace agon {

AGON_INLINE PartialFile::PartialFile(std::string path)
    : path_(std::move(path)), partial_(path_ + ".partial") {
  std::error_code error;
  if (std::filesystem::is_directory(path_, error))
    fail_io(path_, "expected a file that can be written, got a folder");
  errno = 0;
  out_.open(partial_, std::ios::binary | std::ios::trunc);
  if (!out_) fail_io(path_, "expected a file that can be written, got: " + detail::system_reason());
}

AGON_INLINE PartialFile::~PartialFile() {
  out_.close();
  std::error_code ignored;
  if (!done_) std::filesystem::remove(partial_, ignored);
}

AGON_INLINE void PartialFile::write(const void* data, std::size_t bytes) {
  if (!out_) return;
  errno = 0;
  out_.write(static_cast<const char*>(data), static_cast<std::streamsize>(bytes));
  if (!out_) error_ = errno;
}

AGON_INLINE void PartialFile::finish() {
  if (out_) {
    errno = 0;
    out_.close();
    if (!out_) error_ = errno;
  }
  if (!out_) fail_io(path_, "expected room for the whole file, got: " + detail::system_reason(error_));
  std::error_code error;
  std::filesystem::rename(partial_, path_, error);
  if (error) fail_io(path_, "expected a file that can be replaced, got: " + error.message());
  done_ = true;
}

AGON_INLINE void write_file(const std::string& path, std::string_view text) {
  PartialFile file(path);
  file.write(text.data(), text.size());
  file.finish();
}

AGON_INLINE void write_file(const std::string& path, std::span<const std::uint8_t> bytes) {
  PartialFile file(path);
  file.write(bytes.data(), bytes.size());
  file.finish();
}

AGON_INLINE std::vector<std::uint8_t> read_file(const std::string& path) {
  std::ifstream in = detail::open_input(path);
  std::vector<std::uint8_t> bytes;
  constexpr std::size_t step = std::size_t{1} << 16;
  while (in) {
    const std::size_t before = bytes.size();
    bytes.resize(before + step);
    in.read(reinterpret_cast<char*>(bytes.data() + before), static_cast<std::streamsize>(step));
    bytes.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) fail_io(path, "expected a file that can be read, got an error on the way");
  return bytes;
}

AGON_INLINE void make_output_folder(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    if (fs::exists(path, error)) fail_io(path, "expected a folder, got a file");
    fs::create_directories(path, error);
    // With a slash at its end, a path was made and yet not as "something new".
    std::error_code ignored;
    if (!fs::is_directory(path, ignored))
      fail_io(path, "expected a folder that can be made, got: " + (error ? error.message() : "an error"));
  }
  const fs::path trial = fs::path(path) / ".agon-can-write";
  errno = 0;
  std::ofstream out(trial);
  if (!out) fail_io(path, "expected a folder that can be written to, got: " + detail::system_reason());
  out.close();
  fs::remove(trial, error);
}

}  // namespace agon
