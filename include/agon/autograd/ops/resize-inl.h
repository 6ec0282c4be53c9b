#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/resampled-inl.h"
#include "agon/autograd/ops/resize.hpp"

namespace agon {
namespace ops {

struct ResizePlan {
  static constexpr const char *name = "resize", *adjoint_name = "resize_adjoint";

  Size2 in, out;
  double factor;  // 0: of the sizes
  Resample mode;
  bool align_corners;

  kernels::AxisTaps taps(std::int64_t from, std::int64_t to) const {
    return mode == Resample::nearest ? kernels::nearest_taps(from, to, factor)
                                     : kernels::linear_taps(from, to, factor, align_corners);
  }
  kernels::AxisTaps rows() const { return taps(in.height, out.height); }
  kernels::AxisTaps columns() const { return taps(in.width, out.width); }
};

constexpr std::int64_t most_pixels_along = std::int64_t{1} << 24;

inline void check_resize(const char* name, const Size2& size, Resample mode, bool align_corners) {
  if (size.height < 1 || size.width < 1)
    fail(name, "expected a size of at least 1x1, got " + to_string(size));
  if (size.height > most_pixels_along || size.width > most_pixels_along)
    fail(name,
         "expected a size of at most " + to_string(Size2(most_pixels_along)) + ", got " + to_string(size));
  if (align_corners && mode == Resample::nearest)
    fail(name, "expected aligned corners with bilinear only, got nearest");
}

template <class T>
BasicVar<T> resize(const BasicVar<T>& x, Size2 size, Resample mode, bool align_corners) {
  check_picture("resize", x.shape());
  check_resize("resize", size, mode, align_corners);
  return resampled<T>(x, ResizePlan{size_of_picture(x.shape()), size, 0, mode, align_corners});
}

template <class T>
BasicVar<T> resize_adjoint(const BasicVar<T>& y, Size2 input, Resample mode, bool align_corners) {
  check_picture("resize_adjoint", y.shape());
  check_resize("resize_adjoint", input, mode, align_corners);
  return resampled<T>(y, ResizePlan{input, size_of_picture(y.shape()), 0, mode, align_corners}, true);
}

template <class T>
BasicVar<T> upsample(const BasicVar<T>& x, double factor, Resample mode, bool align_corners) {
  check_picture("upsample", x.shape());
  if (!(factor > 0) || !std::isfinite(factor))
    fail("upsample", "expected a finite factor > 0, got " + std::to_string(factor));
  const auto scaled = [factor](std::int64_t size) {
    const double result = std::floor(static_cast<double>(size) * factor);
    if (result > static_cast<double>(most_pixels_along))
      fail("upsample", "expected a result of at most " + to_string(Size2(most_pixels_along)) +
                           " pixels, got a factor of " + std::to_string(factor));
    return static_cast<std::int64_t>(result);
  };
  const Size2 size{scaled(x.dim(1)), scaled(x.dim(2))};
  check_resize("upsample", size, mode, align_corners);
  return resampled<T>(x, ResizePlan{size_of_picture(x.shape()), size, factor, mode, align_corners});
}

}  // namespace ops

AGON_INLINE Var resize(const Var& x, Size2 size, Resample mode, bool align_corners) {
  return ops::resize<float>(x, size, mode, align_corners);
}
AGON_INLINE f64::Var resize(const f64::Var& x, Size2 size, Resample mode, bool align_corners) {
  return ops::resize<double>(x, size, mode, align_corners);
}
AGON_INLINE Var resize_adjoint(const Var& y, Size2 input, Resample mode, bool align_corners) {
  return ops::resize_adjoint<float>(y, input, mode, align_corners);
}
AGON_INLINE f64::Var resize_adjoint(const f64::Var& y, Size2 input, Resample mode, bool align_corners) {
  return ops::resize_adjoint<double>(y, input, mode, align_corners);
}
AGON_INLINE Var upsample(const Var& x, double factor, Resample mode, bool align_corners) {
  return ops::upsample<float>(x, factor, mode, align_corners);
}
AGON_INLINE f64::Var upsample(const f64::Var& x, double factor, Resample mode, bool align_corners) {
  return ops::upsample<double>(x, factor, mode, align_corners);
}

}  // namespace agon
