#pragma once

#include <cstdint>
#include <vector>

#include "agon/core/config.hpp"

namespace agon {

/// Who computes matrix products and convolutions of float; those of double, convolutions of more than one
/// group, and everything else, are always Eigen's. `agon::headers` has Eigen alone, `agon::agon` has oneDNN
/// (2.6 or newer) where it was built with it.
enum class Backend { eigen, onednn };

/// "eigen" or "onednn".
const char* name_of(Backend backend);

/// The backend in use: Eigen, unless the environment variable AGON_BACKEND (read once) names another, or
/// `set_backend` has set one. Throws Error "[AGON_BACKEND] ..." where the variable names none of
/// `available_backends()`.
///
/// oneDNN chooses its instruction set itself (ONEDNN_MAX_CPU_ISA bounds it), whatever `isa()` says, and
/// computes on OpenMP's threads, `threads()` of them; so do parallel loops then, unless they were told
/// otherwise (`carrier()`). Its products may differ in their last bits from one number of threads to another.
Backend backend();

/// Sets it for the whole process. Not to be called while kernels run. Throws Error "[set_backend] ..." where
/// this build lacks it.
void set_backend(Backend backend);

/// What this build has. The first one is the default.
std::vector<Backend> available_backends();

/// How many products of each kind a backend has served, float and double together. A transposed convolution
/// is an input gradient. Products without elements are nobody's.
struct ProductCounts {
  std::int64_t matmul = 0, conv2d = 0, conv2d_input_grad = 0, conv2d_weight_grad = 0;
  bool operator==(const ProductCounts&) const = default;
};

/// Since the process began, on all threads.
ProductCounts product_counts(Backend backend);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/backend-inl.h"
#endif
