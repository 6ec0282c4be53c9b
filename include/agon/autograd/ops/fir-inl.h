#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "agon/autograd/ops/fir.hpp"
#include "agon/autograd/ops/resampled-inl.h"

namespace agon {
namespace ops {

AGON_INLINE void check_upfirdn(const char* name, const Shape& x, const std::vector<double>& filter,
                               const UpfirdnOptions& o) {
  check_picture(name, x);
  if (filter.empty() || !std::ranges::all_of(filter, [](double tap) { return std::isfinite(tap); }))
    fail(name, "expected a filter of at least one tap, all finite");
  if (o.up.height < 1 || o.up.width < 1 || o.down.height < 1 || o.down.width < 1)
    fail(name, "expected up and down >= 1, got " + to_string(o.up) + " and " + to_string(o.down));
  const auto taps = static_cast<std::int64_t>(filter.size());
  const Size2 padded{x[1] * o.up.height + o.before.height + o.after.height,
                     x[2] * o.up.width + o.before.width + o.after.width};
  if (padded.height < taps || padded.width < taps)
    fail(name, "expected a padded picture of at least the filter's " + to_string(Size2(taps)) + ", got " +
                   to_string(padded));
}

/// What the adjoint of an upfirdn from pictures of size `in` to pictures of size `out` is.
inline UpfirdnOptions adjoint_of(const UpfirdnOptions& o, const Size2& in, const Size2& out,
                                 std::int64_t taps) {
  UpfirdnOptions adjoint{.up = o.down, .down = o.up, .flip = !o.flip};
  adjoint.before = {taps - 1 - o.before.height, taps - 1 - o.before.width};
  const auto after = [](std::int64_t i, std::int64_t j, std::int64_t up, std::int64_t down,
                        std::int64_t before) { return i * up - j * down + before - up + 1; };
  adjoint.after = {after(in.height, out.height, o.up.height, o.down.height, o.before.height),
                   after(in.width, out.width, o.up.width, o.down.width, o.before.width)};
  return adjoint;
}

// The filter hangs on the graph as a constant: it may be longer than what a rule captures.
template <class T>
BasicVar<T> upfirdn(const BasicVar<T>& x, const std::vector<double>& filter, const UpfirdnOptions& o) {
  check_upfirdn("upfirdn", x.shape(), filter, o);
  std::vector<double> weights = filter;
  if (!o.flip) std::ranges::reverse(weights);
  const auto rows =
      kernels::fir_taps(x.dim(1), weights, {o.up.height, o.down.height, o.before.height, o.after.height});
  const auto columns =
      kernels::fir_taps(x.dim(2), weights, {o.up.width, o.down.width, o.before.width, o.after.width});
  const BasicVar<double> taps = f64::Tensor({static_cast<std::int64_t>(filter.size())}, filter);
  return record<T>(
      "upfirdn", kernels::resample(x.value(), rows, columns), {link(x), keep(taps)}, [o](Rule<T>& r) {
        const f64::Tensor kept = r.template input<double>(1).value();
        const UpfirdnOptions back =
            adjoint_of(o, size_of_picture(r.input_shape(0)), size_of_picture(r.grad().shape()), kept.size());
        r.give(0, upfirdn<T>(r.grad(), {kept.values().begin(), kept.values().end()}, back));
      });
}

/// The filter scaled to sum to `sum`.
AGON_INLINE std::vector<double> scaled_filter(const char* name, std::vector<double> filter, double sum) {
  double total = 0;
  for (double tap : filter) total += tap;
  if (!std::isfinite(total) || total == 0)
    fail(name, "expected a filter whose taps have a finite sum other than 0, got " + std::to_string(total));
  for (double& tap : filter) tap *= sum / total;
  return filter;
}

inline void check_fir_factor(const char* name, std::int64_t factor) {
  if (factor < 1) fail(name, "expected factor >= 1, got " + std::to_string(factor));
}

inline std::int64_t floor_half(std::int64_t n) { return n >= 0 ? n / 2 : (n - 1) / 2; }

template <class T>
BasicVar<T> upsample_fir(const BasicVar<T>& x, const std::vector<double>& filter, std::int64_t factor) {
  check_fir_factor("upsample_fir", factor);
  check_picture("upsample_fir", x.shape());
  const auto taps = static_cast<std::int64_t>(filter.size());
  return upfirdn<T>(
      x, scaled_filter("upsample_fir", filter, static_cast<double>(factor)),
      {.up = factor, .before = floor_half(taps + factor - 1), .after = floor_half(taps - factor)});
}

template <class T>
BasicVar<T> downsample_fir(const BasicVar<T>& x, const std::vector<double>& filter, std::int64_t factor) {
  check_fir_factor("downsample_fir", factor);
  check_picture("downsample_fir", x.shape());
  if (x.dim(1) < factor || x.dim(2) < factor)
    fail("downsample_fir", "expected pictures of at least the factor's " + to_string(Size2(factor)) +
                               ", got " + to_string(x.shape()));
  const auto taps = static_cast<std::int64_t>(filter.size());
  return upfirdn<T>(
      x, scaled_filter("downsample_fir", filter, 1),
      {.down = factor, .before = floor_half(taps - factor + 1), .after = floor_half(taps - factor)});
}

template <class T>
BasicVar<T> filter_fir(const BasicVar<T>& x, const std::vector<double>& filter) {
  check_picture("filter_fir", x.shape());
  const auto taps = static_cast<std::int64_t>(filter.size());
  return upfirdn<T>(x, scaled_filter("filter_fir", filter, 1), {.before = taps / 2, .after = (taps - 1) / 2});
}

struct BlurPlan {
  static constexpr const char *name = "blur_pool", *adjoint_name = "blur_pool_adjoint";

  Size2 in;
  BlurOptions options;

  kernels::AxisTaps taps(std::int64_t size, std::int64_t stride) const {
    using kernels::Beyond;
    std::vector<double> weights{1};  // a row of Pascal's triangle
    while (static_cast<std::int64_t>(weights.size()) < options.taps) {
      weights.push_back(0);
      for (std::size_t i = weights.size() - 1; i > 0; --i) weights[i] += weights[i - 1];
      for (double& weight : weights) weight /= 2;
    }
    const Beyond beyond = options.padding == BlurPadding::reflect ? Beyond::mirrored
                          : options.padding == BlurPadding::zeros ? Beyond::zeros
                                                                  : Beyond::repeated;
    return kernels::fir_taps(size, weights, {1, stride, (options.taps - 1) / 2, options.taps / 2, beyond});
  }
  kernels::AxisTaps rows() const { return taps(in.height, options.stride.height); }
  kernels::AxisTaps columns() const { return taps(in.width, options.stride.width); }
};

AGON_INLINE void check_blur(const char* name, const BlurOptions& options) {
  if (options.taps < 1 || options.taps > 7)
    fail(name, "expected 1 to 7 taps, got " + std::to_string(options.taps));
  if (options.stride.height < 1 || options.stride.width < 1)
    fail(name, "expected stride >= 1, got " + to_string(options.stride));
}

AGON_INLINE void check_blurred(const char* name, const Shape& x, const BlurOptions& options) {
  check_picture(name, x);
  const std::int64_t padding = options.taps / 2;
  if (options.padding == BlurPadding::reflect && (x[1] <= padding || x[2] <= padding))
    fail(name, "expected pictures of more than " + to_string(Size2(padding)) + " for " +
                   std::to_string(options.taps) + " taps with reflection, got " + to_string(x));
}

template <class T>
BasicVar<T> blur_pool(const BasicVar<T>& x, const BlurOptions& options) {
  check_blur("blur_pool", options);
  check_blurred("blur_pool", x.shape(), options);
  return resampled<T>(x, BlurPlan{size_of_picture(x.shape()), options});
}

}  // namespace ops

AGON_INLINE Var upfirdn(const Var& x, const std::vector<double>& filter, const UpfirdnOptions& options) {
  return ops::upfirdn<float>(x, filter, options);
}
AGON_INLINE f64::Var upfirdn(const f64::Var& x, const std::vector<double>& filter,
                             const UpfirdnOptions& options) {
  return ops::upfirdn<double>(x, filter, options);
}
AGON_INLINE Var upsample_fir(const Var& x, const std::vector<double>& filter, std::int64_t factor) {
  return ops::upsample_fir<float>(x, filter, factor);
}
AGON_INLINE f64::Var upsample_fir(const f64::Var& x, const std::vector<double>& filter, std::int64_t factor) {
  return ops::upsample_fir<double>(x, filter, factor);
}
AGON_INLINE Var downsample_fir(const Var& x, const std::vector<double>& filter, std::int64_t factor) {
  return ops::downsample_fir<float>(x, filter, factor);
}
AGON_INLINE f64::Var downsample_fir(const f64::Var& x, const std::vector<double>& filter,
                                    std::int64_t factor) {
  return ops::downsample_fir<double>(x, filter, factor);
}
AGON_INLINE Var filter_fir(const Var& x, const std::vector<double>& filter) {
  return ops::filter_fir<float>(x, filter);
}
AGON_INLINE f64::Var filter_fir(const f64::Var& x, const std::vector<double>& filter) {
  return ops::filter_fir<double>(x, filter);
}
AGON_INLINE Var blur_pool(const Var& x, const BlurOptions& options) {
  return ops::blur_pool<float>(x, options);
}
AGON_INLINE f64::Var blur_pool(const f64::Var& x, const BlurOptions& options) {
  return ops::blur_pool<double>(x, options);
}

}  // namespace agon
