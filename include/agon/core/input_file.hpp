#pragma once

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <string>

#include "agon/core/config.hpp"

namespace agon::detail {

/// What the system says about an error number, or "an error" for 0.
std::string system_reason(int error = errno);

/// Opens a file to read its bytes. Throws IoError where it is missing, a folder, or cannot be read.
std::ifstream open_input(const std::string& path);

/// How many bytes an open file has; 0 where that cannot be told, as of a pipe.
std::uint64_t input_size(std::ifstream& in);

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/core/input_file-inl.h"
#endif
