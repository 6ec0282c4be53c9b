#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agon/core/config.hpp"

/// What resampling does along one axis, as numbers: which elements a result takes, and with which weights.
namespace agon::kernels {

/// A sparse matrix by rows: result o is the sum of weights[t] times element sources[t] for t in [starts[o],
/// starts[o + 1]).
struct AxisTaps {
  std::int64_t in = 0;
  std::vector<std::int64_t> starts{0};
  std::vector<std::int64_t> sources{};
  std::vector<double> weights{};

  std::int64_t out() const { return static_cast<std::int64_t>(starts.size()) - 1; }
  /// A tap of the result that is being listed.
  void add(std::int64_t source, double weight) {
    sources.push_back(source);
    weights.push_back(weight);
  }
  /// Ends the listing of a result's taps.
  void close() { starts.push_back(static_cast<std::int64_t>(sources.size())); }
};

/// The adjoint: results and elements change places. Taps are in the order of the results that they came from.
AxisTaps transposed(const AxisTaps& taps);

/// Result o is element floor(o * in / out), or floor(o / factor) where factor > 0.
AxisTaps nearest_taps(std::int64_t in, std::int64_t out, double factor);

/// Linear interpolation, with centres of pixels at (o + 0.5) * in / out - 0.5, or (o + 0.5) / factor - 0.5
/// where factor > 0, held inside the axis; with aligned corners at o * (in - 1) / (out - 1).
AxisTaps linear_taps(std::int64_t in, std::int64_t out, double factor, bool align_corners);

/// Windows along an axis of `in` elements: element numbers [begins[o], ends[o]).
struct AxisSpans {
  std::int64_t in = 0;
  std::vector<std::int64_t> begins{}, ends{};

  std::int64_t out() const { return static_cast<std::int64_t>(begins.size()); }
};

/// The windows of a kernel, cut off at the borders; `padding` elements lie outside on both sides.
AxisSpans sliding_spans(std::int64_t in, std::int64_t kernel, std::int64_t stride, std::int64_t padding);

/// [floor(o * in / out), ceil((o + 1) * in / out)).
AxisSpans adaptive_spans(std::int64_t in, std::int64_t out);

/// The mean of each window, or its sum over `divisor` where that is > 0.
AxisTaps average_taps(const AxisSpans& spans, double divisor = 0);

/// What lies beyond the ends of an axis: zeros, the axis mirrored about its end elements, or the end elements
/// repeated.
enum class Beyond : std::uint8_t { zeros, mirrored, repeated };

/// Along one axis: zeros put in between the elements to make it `up` times as long, `before` and `after`
/// elements added at its ends (cut off where negative), and of the sums of weights[k] times element o + k
/// every `down`-th kept. With something else than zeros beyond, up is 1.
struct FirAxis {
  std::int64_t up = 1, down = 1, before = 0, after = 0;
  Beyond beyond = Beyond::zeros;

  /// The number of results; below 1 where the filter does not fit.
  std::int64_t results(std::int64_t in, std::int64_t taps) const {
    const std::int64_t room = in * up + before + after - taps;
    return room < 0 ? 0 : room / down + 1;
  }
};
AxisTaps fir_taps(std::int64_t in, std::span<const double> weights, const FirAxis& axis);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/taps-inl.h"
#endif
