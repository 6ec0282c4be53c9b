#pragma once

#include "agon/core/tensor.hpp"

namespace agon::kernels {

/// Along an axis, the sum of each element and all before it, or with `reverse` all after it; accumulated in
/// double. Throws Error "[cumsum] ..." where the axis is out of range.
template <class T>
BasicTensor<T> cumsum(const BasicTensor<T>& x, int axis, bool reverse = false);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/scan-inl.h"
#endif
