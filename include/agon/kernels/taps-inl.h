#pragma once

#include <algorithm>
#include <cmath>

#include "agon/kernels/taps.hpp"

namespace agon::kernels {

AGON_INLINE AxisTaps transposed(const AxisTaps& taps) {
  AxisTaps result{.in = taps.out()};
  result.starts.assign(static_cast<std::size_t>(taps.in) + 1, 0);
  for (std::int64_t source : taps.sources) ++result.starts[static_cast<std::size_t>(source) + 1];
  for (std::size_t i = 1; i < result.starts.size(); ++i) result.starts[i] += result.starts[i - 1];
  result.sources.resize(taps.sources.size());
  result.weights.resize(taps.weights.size());
  std::vector<std::int64_t> next(result.starts.begin(), result.starts.end() - 1);
  for (std::int64_t o = 0; o < taps.out(); ++o)
    for (auto t = static_cast<std::size_t>(taps.starts[static_cast<std::size_t>(o)]);
         t < static_cast<std::size_t>(taps.starts[static_cast<std::size_t>(o) + 1]); ++t) {
      const auto at = static_cast<std::size_t>(next[static_cast<std::size_t>(taps.sources[t])]++);
      result.sources[at] = o;
      result.weights[at] = taps.weights[t];
    }
  return result;
}

AGON_INLINE AxisTaps nearest_taps(std::int64_t in, std::int64_t out, double factor) {
  AxisTaps taps{.in = in};
  for (std::int64_t o = 0; o < out; ++o) {
    const auto source =
        factor > 0 ? static_cast<std::int64_t>(static_cast<double>(o) / factor) : o * in / out;
    taps.add(std::min(source, in - 1), 1);
    taps.close();
  }
  return taps;
}

AGON_INLINE AxisTaps linear_taps(std::int64_t in, std::int64_t out, double factor, bool align_corners) {
  AxisTaps taps{.in = in};
  const auto number = [](std::int64_t n) { return static_cast<double>(n); };
  for (std::int64_t o = 0; o < out; ++o) {
    double at;
    if (align_corners)
      at = out == 1 ? 0 : number(o) * number(in - 1) / number(out - 1);
    else
      at = (factor > 0 ? (number(o) + 0.5) / factor : (number(o) + 0.5) * number(in) / number(out)) - 0.5;
    at = std::clamp(at, 0.0, number(in - 1));
    const auto below = static_cast<std::int64_t>(at);
    const double share = at - number(below);
    taps.add(below, 1 - share);
    if (share > 0) taps.add(below + 1, share);
    taps.close();
  }
  return taps;
}

AGON_INLINE AxisSpans sliding_spans(std::int64_t in, std::int64_t kernel, std::int64_t stride,
                                    std::int64_t padding) {
  AxisSpans spans{.in = in};
  for (std::int64_t begin = -padding; begin + kernel <= in + padding; begin += stride) {
    spans.begins.push_back(std::max<std::int64_t>(begin, 0));
    spans.ends.push_back(std::min(begin + kernel, in));
  }
  return spans;
}

AGON_INLINE AxisSpans adaptive_spans(std::int64_t in, std::int64_t out) {
  AxisSpans spans{.in = in};
  for (std::int64_t o = 0; o < out; ++o) {
    spans.begins.push_back(o * in / out);
    spans.ends.push_back(((o + 1) * in + out - 1) / out);
  }
  return spans;
}

AGON_INLINE AxisTaps average_taps(const AxisSpans& spans, double divisor) {
  AxisTaps taps{.in = spans.in};
  for (std::size_t o = 0; o < spans.begins.size(); ++o) {
    const std::int64_t begin = spans.begins[o], end = spans.ends[o];
    const double weight = 1 / (divisor > 0 ? divisor : static_cast<double>(end - begin));
    for (std::int64_t i = begin; i < end; ++i) taps.add(i, weight);
    taps.close();
  }
  return taps;
}

AGON_INLINE AxisTaps fir_taps(std::int64_t in, std::span<const double> weights, const FirAxis& axis) {
  AxisTaps taps{.in = in};
  const auto count = static_cast<std::int64_t>(weights.size());
  for (std::int64_t o = 0; o < axis.results(in, count); ++o) {
    for (std::int64_t k = 0; k < count; ++k) {
      std::int64_t at = o * axis.down + k - axis.before;
      if (axis.beyond == Beyond::repeated) at = std::clamp<std::int64_t>(at, 0, in - 1);
      if (axis.beyond == Beyond::mirrored) at = at < 0 ? -at : at >= in ? 2 * (in - 1) - at : at;
      if (at >= 0 && at < in * axis.up && at % axis.up == 0)
        taps.add(at / axis.up, weights[static_cast<std::size_t>(k)]);
    }
    taps.close();
  }
  return taps;
}

}  // namespace agon::kernels
