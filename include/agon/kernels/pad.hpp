#pragma once

#include <cstdint>

#include "agon/core/padding.hpp"
#include "agon/core/tensor.hpp"

namespace agon::kernels {

/// x with `before` elements ahead of an axis and `after` behind it, made by `mode`. Throws Error "[pad] ..."
/// on a negative number, and where the axis has no element to copy: reflect needs more than either number,
/// circular at least as many, replicate one.
template <class T>
BasicTensor<T> pad(const BasicTensor<T>& x, int axis, std::int64_t before, std::int64_t after, Padding mode);

/// The adjoint: y without its padding, of which each element is added to the one that it is a copy of. Throws
/// Error "[pad_adjoint] ..." where y is not as pad makes it.
template <class T>
BasicTensor<T> pad_adjoint(const BasicTensor<T>& y, int axis, std::int64_t before, std::int64_t after,
                           Padding mode);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/pad-inl.h"
#endif
