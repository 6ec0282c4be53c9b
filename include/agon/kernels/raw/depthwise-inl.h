#pragma once

#include "agon/kernels/raw/gemm-inl.h"
#include "agon/kernels/raw/windows-inl.h"

// Depthwise convolutions: a group for each channel of x. Nothing is summed over channels, so they are worth
// no matrix product; channels, which lie side by side, fill the vectors.
#pragma GCC diagnostic push
// Vectors as template arguments lose attributes, which is harmless here.
#pragma GCC diagnostic ignored "-Wignored-attributes"

namespace agon::kernels::AGON_ISA_NAMESPACE {

inline bool is_depthwise(const ConvShape& s) { return s.in == s.geometry.groups; }

/// A pixel of the source, and the tap that takes it to a pixel of the target.
struct Reach {
  Index source, tap;
};

/// Along one axis: what reaches each pixel of the target.
class ReachAxis {
 public:
  /// source_of(pixel, tap) is a pixel of the source, or -1.
  template <class SourceOf>
  ReachAxis(Index pixels, Index taps, const SourceOf& source_of) : first_(pixels + 1), reach_(pixels * taps) {
    first_[0] = 0;
    for (Index pixel = 0; pixel < pixels; ++pixel) {
      Index count = first_[pixel];
      for (Index tap = 0; tap < taps; ++tap) {
        const Index source = source_of(pixel, tap);
        if (source >= 0) reach_[count++] = {source, tap};
      }
      first_[pixel + 1] = count;
    }
  }
  const Reach* begin(Index pixel) const { return reach_.data() + first_[pixel]; }
  const Reach* end(Index pixel) const { return begin(pixel + 1); }

 private:
  Scratch<Index> first_;
  Scratch<Reach> reach_;
};

/// From pixels of x to those of y.
inline ReachAxis forward_reach(Index out, Index size, Index kernel, Index stride, Index pad, Index dilation) {
  return {out, kernel, [=](Index pixel, Index tap) {
            const Index source = pixel * stride - pad + tap * dilation;
            return source >= 0 && source < size ? source : -1;
          }};
}

/// From pixels of y to those of x.
inline ReachAxis backward_reach(Index out, Index size, Index kernel, Index stride, Index pad,
                                Index dilation) {
  return {size, kernel, [=](Index pixel, Index tap) {
            const Index shifted = pixel + pad - tap * dilation;
            return shifted >= 0 && shifted % stride == 0 && shifted / stride < out ? shifted / stride : -1;
          }};
}

/// target [images, target_h, target_w, channels]: each pixel the sum of what reaches it, times the weights
/// [kernel_h, kernel_w, channels].
template <class T>
struct DepthwiseSum {
  Index channels, source_h, source_w, target_h, target_w, kernel_w;
  const ReachAxis &rows, &columns;
  const T *source, *weights;
  T* target;

  void row(Index image, Index r) const {
    const T* picture = source + image * source_h * source_w * channels;
    T* out = target + (image * target_h + r) * target_w * channels;
    for (Index c = 0; c < target_w; ++c, out += channels) {
      constexpr Index size = packet_size<T>;
      Index j = 0;
      for (; j + 4 * size <= channels; j += 4 * size) some<Packet<T>, 4>(picture + j, j, r, c, out);
      for (; j + size <= channels; j += size) some<Packet<T>, 1>(picture + j, j, r, c, out);
      for (; j < channels; ++j) some<T, 1>(picture + j, j, r, c, out);
    }
  }

 private:
  /// Channels from j on, as `count` packets of V.
  template <class V, int count>
  AGON_ALWAYS_INLINE void some(const T* from, Index j, Index r, Index c, T* out) const {
    using namespace Eigen::internal;
    constexpr Index size = unpacket_traits<V>::size;
    V sums[count];
    AGON_UNROLLED
    for (int p = 0; p < count; ++p) sums[p] = pset1<V>(T{0});
    for (const Reach* row = rows.begin(r); row < rows.end(r); ++row) {
      const T* line = from + row->source * source_w * channels;
      const T* factors = weights + row->tap * kernel_w * channels + j;
      for (const Reach* column = columns.begin(c); column < columns.end(c); ++column) {
        const T *x = line + column->source * channels, *w = factors + column->tap * channels;
        AGON_UNROLLED
        for (int p = 0; p < count; ++p)
          sums[p] = pmadd(ploadu<V>(x + p * size), ploadu<V>(w + p * size), sums[p]);
      }
    }
    AGON_UNROLLED
    for (int p = 0; p < count; ++p) pstoreu(out + j + p * size, sums[p]);
  }
};

template <class T>
void sum_depthwise(const DepthwiseSum<T>& sums, Index images) {
  const Index work = sums.target_w * sums.channels * sums.kernel_w;
  for_each_block(images * sums.target_h, max_of(1, 2 * map_block / work),
                 [&](Index row) { sums.row(row / sums.target_h, row % sums.target_h); });
}

/// Each channel `times` over, and the sums of such copies.
template <class T>
void repeat_channels(Index pixels, Index channels, Index times, const T* x, T* y) {
  for_each_range(pixels, max_of(1, map_block / (channels * times)), map_grain, [=](Index begin, Index end) {
    for (Index i = begin * channels; i < end * channels; ++i)
      for (Index k = 0; k < times; ++k) y[i * times + k] = x[i];
  });
}
template <class T>
void sum_channels(Index pixels, Index channels, Index times, const T* y, T* x) {
  for_each_range(pixels, max_of(1, map_block / (channels * times)), map_grain, [=](Index begin, Index end) {
    for (Index i = begin * channels; i < end * channels; ++i) {
      x[i] = y[i * times];
      for (Index k = 1; k < times; ++k) x[i] += y[i * times + k];
    }
  });
}

/// x with a channel for each one of the output: x itself where they are as many.
template <class T>
class RepeatedChannels {
 public:
  RepeatedChannels(const ConvShape& s, const T* x)
      : storage_(s.out > s.in ? s.images * s.h * s.w * s.out : 0), data_(x) {
    if (s.out == s.in) return;
    repeat_channels(s.images * s.h * s.w, s.in, s.out / s.in, x, storage_.data());
    data_ = storage_.data();
  }
  const T* data() const { return data_; }

 private:
  Scratch<T> storage_;
  const T* data_;
};

/// Kernels [out, taps] as [taps, out].
template <class T>
class TapWeights {
 public:
  TapWeights(const ConvShape& s, const T* kernels)
      : storage_(s.geometry.kernel_h * s.geometry.kernel_w * s.out) {
    const Index taps = s.geometry.kernel_h * s.geometry.kernel_w;
    transpose_into(s.out, taps, kernels, taps, storage_.data(), s.out);
  }
  const T* data() const { return storage_.data(); }

 private:
  Scratch<T> storage_;
};

template <class T>
void depthwise_conv(const ConvShape& s, const T* x, const T* kernels, T* y) {
  const ConvGeometry& g = s.geometry;
  const RepeatedChannels<T> source(s, x);
  const TapWeights<T> weights(s, kernels);
  const ReachAxis rows = forward_reach(s.out_h, s.h, g.kernel_h, g.stride_h, g.pad_h, g.dilation_h);
  const ReachAxis columns = forward_reach(s.out_w, s.w, g.kernel_w, g.stride_w, g.pad_w, g.dilation_w);
  sum_depthwise(DepthwiseSum<T>{s.out, s.h, s.w, s.out_h, s.out_w, g.kernel_w, rows, columns, source.data(),
                                weights.data(), y},
                s.images);
}

template <class T>
void depthwise_input_grad(const ConvShape& s, const T* gy, const T* kernels, T* gx) {
  const ConvGeometry& g = s.geometry;
  const Index pixels = s.images * s.h * s.w;
  const TapWeights<T> weights(s, kernels);
  const ReachAxis rows = backward_reach(s.out_h, s.h, g.kernel_h, g.stride_h, g.pad_h, g.dilation_h);
  const ReachAxis columns = backward_reach(s.out_w, s.w, g.kernel_w, g.stride_w, g.pad_w, g.dilation_w);
  const Scratch<T> repeated(s.out > s.in ? pixels * s.out : 0);
  sum_depthwise(DepthwiseSum<T>{s.out, s.out_h, s.out_w, s.h, s.w, g.kernel_w, rows, columns, gy,
                                weights.data(), s.out > s.in ? repeated.data() : gx},
                s.images);
  if (s.out > s.in) sum_channels(pixels, s.in, s.out / s.in, static_cast<const T*>(repeated.data()), gx);
}

/// Adds to gw [taps, out] what some rows of the output give: for each tap, products of the pixels that it
/// sees with their gradients.
template <class T>
struct DepthwiseWeightGrad {
  const ConvShape& shape;
  const T *x, *gy;

  void row(Index image, Index r, T* gw) const {
    const ConvGeometry& g = shape.geometry;
    const Index channels = shape.out;
    const T* gradient = gy + (image * shape.out_h + r) * shape.out_w * channels;
    const Range taps = taps_inside(r, shape.h, g.kernel_h, g.stride_h, g.pad_h, g.dilation_h);
    for (Index tap_row = taps.begin; tap_row < taps.end; ++tap_row) {
      const Index y = r * g.stride_h - g.pad_h + tap_row * g.dilation_h;
      for (Index tap = 0; tap < g.kernel_w; ++tap) {
        const Range pixels = pixels_seeing(tap * g.dilation_w, shape.out_w, shape.w, g.stride_w, g.pad_w);
        const Index first = pixels.begin * g.stride_w - g.pad_w + tap * g.dilation_w;
        if (pixels.size() == 0) continue;
        add_products(pixels.size(), x + ((image * shape.h + y) * shape.w + first) * channels,
                     gradient + pixels.begin * channels, gw + (tap_row * g.kernel_w + tap) * channels);
      }
    }
  }

 private:
  void add_products(Index pixels, const T* from, const T* gradient, T* sums) const {
    constexpr Index size = packet_size<T>;
    const Index channels = shape.out;
    Index j = 0;
    for (; j + 4 * size <= channels; j += 4 * size)
      some<Packet<T>, 4>(pixels, from + j, gradient + j, sums + j);
    for (; j + size <= channels; j += size) some<Packet<T>, 1>(pixels, from + j, gradient + j, sums + j);
    for (; j < channels; ++j) some<T, 1>(pixels, from + j, gradient + j, sums + j);
  }
  template <class V, int count>
  AGON_ALWAYS_INLINE void some(Index pixels, const T* from, const T* gradient, T* out) const {
    using namespace Eigen::internal;
    constexpr Index size = unpacket_traits<V>::size;
    const Index step = shape.geometry.stride_w * shape.out;
    V sums[count];
    AGON_UNROLLED
    for (int p = 0; p < count; ++p) sums[p] = ploadu<V>(out + p * size);
    for (Index i = 0; i < pixels; ++i, from += step, gradient += shape.out) {
      AGON_UNROLLED
      for (int p = 0; p < count; ++p)
        sums[p] = pmadd(ploadu<V>(from + p * size), ploadu<V>(gradient + p * size), sums[p]);
    }
    AGON_UNROLLED
    for (int p = 0; p < count; ++p) pstoreu(out + p * size, sums[p]);
  }
};

template <class T>
void depthwise_weight_grad(const ConvShape& s, const T* x, const T* gy, T* gw) {
  constexpr Index worth = 1 << 18, most_parts = 64;  // products worth a part
  const RepeatedChannels<T> source(s, x);
  const Index taps = s.geometry.kernel_h * s.geometry.kernel_w, size = taps * s.out,
              rows = s.images * s.out_h;
  const Index parts = min_of(min_of(rows, most_parts), blocks_of(rows * s.out_w * size, worth));
  const Scratch<T> partial((parts + 1) * size);
  const DepthwiseWeightGrad<T> gradient{s, source.data(), gy};
  for_each_block(parts, 1, [&](Index i) {
    T* sums = partial.data() + (i + 1) * size;
    zero_n(sums, size);
    const Range some = part(rows, parts, i, 1);
    for (Index row = some.begin; row < some.end; ++row) gradient.row(row / s.out_h, row % s.out_h, sums);
  });
  sum(1, parts, size, static_cast<const T*>(partial.data() + size), partial.data());
  transpose_into(taps, s.out, static_cast<const T*>(partial.data()), s.out, gw, taps);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#pragma GCC diagnostic pop
