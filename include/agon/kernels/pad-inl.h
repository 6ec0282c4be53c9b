#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/pad.hpp"

namespace agon::kernels {
namespace detail {

AGON_INLINE void check_pad(const char* where, std::int64_t size, std::int64_t before, std::int64_t after,
                           Padding mode) {
  const std::string numbers = std::to_string(before) + " and " + std::to_string(after);
  if (before < 0 || after < 0) fail(where, "expected before and after >= 0, got " + numbers);
  const std::int64_t most = std::max(before, after);
  const std::int64_t least = mode == Padding::reflect && most > 0     ? most + 1
                             : mode == Padding::circular              ? most
                             : mode == Padding::replicate && most > 0 ? 1
                                                                      : 0;
  if (size < least)
    fail(where, "expected an axis of at least " + std::to_string(least) + " for " + name_of(mode) +
                    " padding by " + numbers + ", got " + std::to_string(size));
}

/// For each place of a padded axis, the place of the axis that it copies; -1 for a zero.
AGON_INLINE std::vector<std::int64_t> pad_sources(std::int64_t size, std::int64_t before, std::int64_t after,
                                                  Padding mode) {
  std::vector<std::int64_t> sources(static_cast<std::size_t>(before + size + after));
  std::int64_t at = -before;
  for (std::int64_t& source : sources) {
    const bool inside = at >= 0 && at < size;
    if (inside || mode == Padding::zeros)
      source = inside ? at : -1;
    else if (mode == Padding::reflect)
      source = at < 0 ? -at : 2 * (size - 1) - at;
    else if (mode == Padding::replicate)
      source = at < 0 ? 0 : size - 1;
    else
      source = at < 0 ? at + size : at - size;
    ++at;
  }
  return sources;
}

/// A tensor as [outer, axis, inner], cut into parts of `outer` and `inner` for threads.
struct AxisParts {
  std::int64_t outer = 1, inner = 1, block = 1, blocks = 1;

  AxisParts(const Shape& shape, int axis) {
    for (int d = 0; d < shape.rank(); ++d) (d < axis ? outer : inner) *= d == axis ? 1 : shape[d];
    block = std::clamp<std::int64_t>(inner, 1, 4096);
    blocks = (inner + block - 1) / block;
  }
  /// Calls body(outer index, begin, end of the inner range).
  template <class Body>
  void for_each(std::int64_t axis, const Body& body) const {
    const std::int64_t grain = std::max<std::int64_t>(1, 16384 / std::max<std::int64_t>(1, axis * block));
    parallel_for(outer * blocks, grain, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t i = first; i < last; ++i)
        body(i / blocks, i % blocks * block, std::min(inner, (i % blocks + 1) * block));
    });
  }
};

}  // namespace detail

template <class T>
BasicTensor<T> pad(const BasicTensor<T>& x, int axis, std::int64_t before, std::int64_t after, Padding mode) {
  axis = normalize_axis("pad", axis, x.rank());
  const std::int64_t size = x.dim(axis);
  detail::check_pad("pad", size, before, after, mode);
  Shape shape = x.shape();
  shape[axis] = before + size + after;
  BasicTensor<T> y(shape);
  const std::vector<std::int64_t> sources = detail::pad_sources(size, before, after, mode);
  const detail::AxisParts parts(shape, axis);
  const T* from = x.data();
  T* to = y.mutable_data();
  parts.for_each(shape[axis], [&](std::int64_t outer, std::int64_t begin, std::int64_t end) {
    const T* slab = from + outer * size * parts.inner;
    T* out = to + outer * shape[axis] * parts.inner;
    for (const std::int64_t source : sources) {
      if (source < 0)
        std::fill(out + begin, out + end, T{0});
      else
        std::copy(slab + source * parts.inner + begin, slab + source * parts.inner + end, out + begin);
      out += parts.inner;
    }
  });
  return y;
}

template <class T>
BasicTensor<T> pad_adjoint(const BasicTensor<T>& y, int axis, std::int64_t before, std::int64_t after,
                           Padding mode) {
  const char* where = "pad_adjoint";
  axis = normalize_axis(where, axis, y.rank());
  const std::int64_t size = y.dim(axis) - before - after;
  if (size < 0)
    fail(where, "expected an axis of at least " + std::to_string(before + after) + ", got " +
                    std::to_string(y.dim(axis)));
  detail::check_pad(where, size, before, after, mode);
  Shape shape = y.shape();
  shape[axis] = size;
  BasicTensor<T> x(shape);
  const std::vector<std::int64_t> sources = detail::pad_sources(size, before, after, mode);
  const detail::AxisParts parts(shape, axis);
  const T* from = y.data();
  T* to = x.mutable_data();
  parts.for_each(y.dim(axis), [&](std::int64_t outer, std::int64_t begin, std::int64_t end) {
    const T* slab = from + outer * y.dim(axis) * parts.inner;
    T* out = to + outer * size * parts.inner;
    for (std::int64_t i = 0; i < size; ++i)
      std::copy(slab + (before + i) * parts.inner + begin, slab + (before + i) * parts.inner + end,
                out + i * parts.inner + begin);
    for (std::int64_t i = 0; i < y.dim(axis); ++i) {
      const std::int64_t source = sources[static_cast<std::size_t>(i)];
      if (source < 0 || (i >= before && i < before + size)) continue;
      for (std::int64_t j = begin; j < end; ++j) out[source * parts.inner + j] += slab[i * parts.inner + j];
    }
  });
  return x;
}

}  // namespace agon::kernels
