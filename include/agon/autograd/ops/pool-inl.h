#pragma once

#include <string>

#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/pool.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/resampled-inl.h"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/ops/taken_pixels-inl.h"

namespace agon {
namespace ops {

AGON_INLINE void check_pool(const char* name, const Size2& kernel, const Size2& stride,
                            const Size2& padding) {
  if (kernel.height < 1 || kernel.width < 1) fail(name, "expected kernel >= 1, got " + to_string(kernel));
  if (stride.height < 0 || stride.width < 0)
    fail(name, "expected stride >= 1, or 0 for the kernel's size, got " + to_string(stride));
  if (padding.height < 0 || padding.width < 0 || 2 * padding.height > kernel.height ||
      2 * padding.width > kernel.width)
    fail(name, "expected padding >= 0 and at most half of kernel " + to_string(kernel) + ", got " +
                   to_string(padding));
}

AGON_INLINE void check_pooled(const char* name, const Shape& x, const Size2& kernel, const Size2& padding) {
  check_picture(name, x);
  if (x[1] + 2 * padding.height < kernel.height || x[2] + 2 * padding.width < kernel.width)
    fail(name, "expected padded pictures of at least kernel " + to_string(kernel) + " with padding " +
                   to_string(padding) + ", got " + to_string(x));
}

/// A stride of 0 stands for the kernel's size.
inline kernels::AxisSpans pool_spans(std::int64_t in, std::int64_t kernel, std::int64_t stride,
                                     std::int64_t padding) {
  return kernels::sliding_spans(in, kernel, stride > 0 ? stride : kernel, padding);
}

struct AvgPoolPlan {
  static constexpr const char *name = "avg_pool2d", *adjoint_name = "avg_pool2d_adjoint";

  Size2 in;
  AvgPoolOptions o;

  kernels::AxisTaps taps(std::int64_t size, std::int64_t kernel, std::int64_t stride,
                         std::int64_t padding) const {
    return kernels::average_taps(pool_spans(size, kernel, stride, padding),
                                 o.count_include_pad ? static_cast<double>(kernel) : 0);
  }
  kernels::AxisTaps rows() const {
    return taps(in.height, o.kernel.height, o.stride.height, o.padding.height);
  }
  kernels::AxisTaps columns() const {
    return taps(in.width, o.kernel.width, o.stride.width, o.padding.width);
  }
};

struct AdaptivePoolPlan {
  static constexpr const char *name = "adaptive_avg_pool2d", *adjoint_name = "adaptive_avg_pool2d_adjoint";

  Size2 in, out;

  kernels::AxisTaps rows() const {
    return kernels::average_taps(kernels::adaptive_spans(in.height, out.height));
  }
  kernels::AxisTaps columns() const {
    return kernels::average_taps(kernels::adaptive_spans(in.width, out.width));
  }
};

/// The pixels that were the largest are kept, not x: given them, a maximum is a gather.
template <class T>
BasicVar<T> max_over(const char* name, const BasicVar<T>& x, const kernels::AxisSpans& rows,
                     const kernels::AxisSpans& columns) {
  const kernels::MaxPool<T> result = kernels::max_pool(x.value(), rows, columns);
  observe_numbers(result.index);
  const BasicVar<std::int64_t> index = result.index;
  return record<T>(name, result.y, {link(x), keep(index)}, [](Rule<T>& r) {
    r.give(0, scatter_pixels<T>(r.grad(), r.template input<std::int64_t>(1).value(),
                                size_of_picture(r.input_shape(0))));
  });
}

template <class T>
BasicVar<T> avg_pool2d(const BasicVar<T>& x, const AvgPoolOptions& options) {
  check_pool("avg_pool2d", options.kernel, options.stride, options.padding);
  check_pooled("avg_pool2d", x.shape(), options.kernel, options.padding);
  return resampled<T>(x, AvgPoolPlan{size_of_picture(x.shape()), options});
}

template <class T>
BasicVar<T> max_pool2d(const BasicVar<T>& x, const MaxPoolOptions& o) {
  check_pool("max_pool2d", o.kernel, o.stride, o.padding);
  check_pooled("max_pool2d", x.shape(), o.kernel, o.padding);
  return max_over<T>("max_pool2d", x,
                     pool_spans(x.dim(1), o.kernel.height, o.stride.height, o.padding.height),
                     pool_spans(x.dim(2), o.kernel.width, o.stride.width, o.padding.width));
}

template <class T>
BasicVar<T> global_avg_pool(const BasicVar<T>& x) {
  check_picture("global_avg_pool", x.shape());
  return agon::mean(x, {1, 2});
}

template <class T>
BasicVar<T> global_sum_pool(const BasicVar<T>& x) {
  check_picture("global_sum_pool", x.shape());
  return agon::sum(x, {1, 2});
}

template <class T>
BasicVar<T> global_max_pool(const BasicVar<T>& x) {
  check_picture("global_max_pool", x.shape());
  const BasicVar<T> largest = max_over<T>("global_max_pool", x, kernels::adaptive_spans(x.dim(1), 1),
                                          kernels::adaptive_spans(x.dim(2), 1));
  return agon::reshape(largest, {x.dim(0), x.dim(3)});
}

inline void check_adaptive(const char* name, const Shape& x, const Size2& size) {
  check_picture(name, x);
  if (size.height < 1 || size.width < 1)
    fail(name, "expected a size of at least 1x1, got " + to_string(size));
}

template <class T>
BasicVar<T> adaptive_avg_pool2d(const BasicVar<T>& x, Size2 size) {
  check_adaptive("adaptive_avg_pool2d", x.shape(), size);
  return resampled<T>(x, AdaptivePoolPlan{size_of_picture(x.shape()), size});
}

template <class T>
BasicVar<T> adaptive_max_pool2d(const BasicVar<T>& x, Size2 size) {
  check_adaptive("adaptive_max_pool2d", x.shape(), size);
  return max_over<T>("adaptive_max_pool2d", x, kernels::adaptive_spans(x.dim(1), size.height),
                     kernels::adaptive_spans(x.dim(2), size.width));
}

}  // namespace ops

AGON_INLINE Var avg_pool2d(const Var& x, const AvgPoolOptions& options) {
  return ops::avg_pool2d<float>(x, options);
}
AGON_INLINE f64::Var avg_pool2d(const f64::Var& x, const AvgPoolOptions& options) {
  return ops::avg_pool2d<double>(x, options);
}
AGON_INLINE Var max_pool2d(const Var& x, const MaxPoolOptions& options) {
  return ops::max_pool2d<float>(x, options);
}
AGON_INLINE f64::Var max_pool2d(const f64::Var& x, const MaxPoolOptions& options) {
  return ops::max_pool2d<double>(x, options);
}
AGON_UNARY_OP(global_avg_pool)
AGON_UNARY_OP(global_sum_pool)
AGON_UNARY_OP(global_max_pool)
AGON_INLINE Var adaptive_avg_pool2d(const Var& x, Size2 size) {
  return ops::adaptive_avg_pool2d<float>(x, size);
}
AGON_INLINE f64::Var adaptive_avg_pool2d(const f64::Var& x, Size2 size) {
  return ops::adaptive_avg_pool2d<double>(x, size);
}
AGON_INLINE Var adaptive_max_pool2d(const Var& x, Size2 size) {
  return ops::adaptive_max_pool2d<float>(x, size);
}
AGON_INLINE f64::Var adaptive_max_pool2d(const f64::Var& x, Size2 size) {
  return ops::adaptive_max_pool2d<double>(x, size);
}

}  // namespace agon
