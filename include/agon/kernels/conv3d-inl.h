#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/conv.hpp"
#include "agon/kernels/conv3d.hpp"
#include "agon/kernels/movement.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

/// The volumes, and the size of the output.
struct Frames {
  std::int64_t images, channels;
  Size3 size, out;
  Conv3dGeometry g;

  Frames(const char* where, std::int64_t n, const Size3& volume, std::int64_t in,
         const Conv3dGeometry& geometry)
      : images(n), channels(in), size(volume), g(geometry) {
    for (int i = 0; i < 3; ++i) {
      const std::int64_t reach = (g.kernel[i] - 1) * g.dilation[i] + 1, padded = size[i] + 2 * g.padding[i];
      if (g.kernel[i] < 1 || g.stride[i] < 1 || g.dilation[i] < 1 || g.padding[i] < 0 || padded < reach)
        fail(
            where,
            "expected a kernel, stride and dilation >= 1, a padding >= 0 and a padded volume of at least the "
            "kernel's reach, got kernel " +
                to_string(g.kernel) + ", stride " + to_string(g.stride) + ", dilation " +
                to_string(g.dilation) + ", padding " + to_string(g.padding) + ", volume " + to_string(size));
      out[i] = (padded - reach) / g.stride[i] + 1;
    }
  }
  /// Whether each frame of the output sees that frame of the input.
  bool plain() const {
    return g.kernel.depth == 1 && g.stride.depth == 1 && g.padding.depth == 0 && out.depth == size.depth;
  }
  /// Whether taps along the depth are better summed than stacked: stacked, depthwise ones would be groups of
  /// several channels.
  bool summed() const { return channels == g.groups && g.groups > 1 && g.kernel.depth > 1; }
  /// The same with one tap along the depth.
  Frames at_tap(std::int64_t tap) const {
    Frames one = *this;
    one.g.kernel.depth = 1;
    one.g.padding.depth -= tap * g.dilation.depth;
    return one;
  }
  /// The frame that tap `tap` of the output's frame `at` sees, or -1.
  std::int64_t frame(std::int64_t at, std::int64_t tap) const {
    const std::int64_t d = at * g.stride.depth - g.padding.depth + tap * g.dilation.depth;
    return d < size.depth ? std::max<std::int64_t>(d, -1) : -1;
  }
  ConvGeometry picture() const {
    return {.kernel_h = g.kernel.height,
            .kernel_w = g.kernel.width,
            .stride_h = g.stride.height,
            .stride_w = g.stride.width,
            .pad_h = g.padding.height,
            .pad_w = g.padding.width,
            .dilation_h = g.dilation.height,
            .dilation_w = g.dilation.width,
            .groups = g.groups};
  }
  Shape stacked() const { return {images * out.depth, size.height, size.width, channels * g.kernel.depth}; }
};

/// `runs` runs of n elements, x_step and y_step apart: y = x, or y += x, or y = 0 where x is null.
template <bool add, class T>
void move_runs(std::int64_t runs, std::int64_t n, const T* x, std::int64_t x_step, T* y,
               std::int64_t y_step) {
  for (std::int64_t i = 0; i < runs; ++i, y += y_step) {
    if constexpr (add) {
      for (std::int64_t j = 0; j < n; ++j) y[j] += x[i * x_step + j];
    } else if (x) {
      std::copy_n(x + i * x_step, n, y);
    } else {
      std::fill_n(y, n, T{0});
    }
  }
}

/// [N * OD, H, W, groups, kernel_d, in / groups]: a picture for each frame of the output, with what its taps
/// along the depth see as channels.
template <class T>
BasicTensor<T> stack_frames(const Frames& f, const BasicTensor<T>& x) {
  if (f.plain()) return x.reshape(f.stacked());
  BasicTensor<T> y(f.stacked());
  const std::int64_t taps = f.g.kernel.depth, run = f.channels / f.g.groups, row = f.size.width * f.channels;
  const T* from = x.data();
  T* to = y.mutable_data();
  parallel_for(f.images * f.out.depth * f.size.height, 8, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t h = i % f.size.height, at = i / f.size.height % f.out.depth,
                         n = i / f.size.height / f.out.depth;
      for (std::int64_t tap = 0; tap < taps; ++tap) {
        const std::int64_t d = f.frame(at, tap);
        const T* line = d < 0 ? nullptr : from + ((n * f.size.depth + d) * f.size.height + h) * row;
        move_runs<false>(f.size.width * f.g.groups, run, line, run, to + i * row * taps + tap * run,
                         taps * run);
      }
    }
  });
  return y;
}

/// The adjoint: [N, D, H, W, in], each frame the sum of those that copied it.
template <class T>
BasicTensor<T> sum_frames(const Frames& f, const BasicTensor<T>& y) {
  const Shape shape{f.images, f.size.depth, f.size.height, f.size.width, f.channels};
  if (f.plain()) return y.reshape(shape);
  BasicTensor<T> x(shape);
  const std::int64_t taps = f.g.kernel.depth, run = f.channels / f.g.groups, row = f.size.width * f.channels;
  const T* from = y.data();
  T* to = x.mutable_data();
  parallel_for(f.images * f.size.depth * f.size.height, 8, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t h = i % f.size.height, d = i / f.size.height % f.size.depth,
                         n = i / f.size.height / f.size.depth;
      std::fill_n(to + i * row, row, T{0});
      for (std::int64_t tap = 0; tap < taps; ++tap) {
        const std::int64_t shifted = d + f.g.padding.depth - tap * f.g.dilation.depth;
        const std::int64_t at = shifted / f.g.stride.depth;
        if (shifted < 0 || shifted % f.g.stride.depth != 0 || at >= f.out.depth) continue;
        const T* line = from + ((n * f.out.depth + at) * f.size.height + h) * row * taps + tap * run;
        move_runs<true>(f.size.width * f.g.groups, run, line, taps * run, to + i * row, run);
      }
    }
  });
  return x;
}

/// [out, kd, kh, kw, in] as kernels of pictures [out, kh, kw, kd * in].
template <class T>
BasicTensor<T> stack_kernels(const BasicTensor<T>& kernels) {
  const int order[] = {0, 2, 3, 1, 4};
  return transpose<T>(kernels, order)
      .reshape({kernels.dim(0), kernels.dim(2), kernels.dim(3), kernels.dim(1) * kernels.dim(4)});
}

AGON_INLINE void check_volume_kernels(const char* where, const Shape& kernels, const Conv3dGeometry& g) {
  if (kernels.rank() != 5 || Size3(kernels[1], kernels[2], kernels[3]) != g.kernel)
    fail(where,
         "expected kernels [out, kd, kh, kw, in] of " + to_string(g.kernel) + ", got " + to_string(kernels));
  if (g.groups < 1 || kernels[0] % g.groups != 0)
    fail(where, "expected groups that divide in and out channels, got groups " + std::to_string(g.groups) +
                    ", out " + std::to_string(kernels[0]));
}

/// The sum of term(tap) over the taps along the depth.
template <class T, class Term>
BasicTensor<T> sum_over_depth(const Frames& f, const Term& term) {
  BasicTensor<T> sum = term(0);
  for (std::int64_t tap = 1; tap < f.g.kernel.depth; ++tap) {
    const BasicTensor<T> next = term(tap);
    table<T>().accumulate(next.size(), next.data(), sum.mutable_data());
  }
  return sum;
}

/// [out, kd, kh, kw, in] at one tap along the depth: [out, kh, kw, in].
template <class T>
BasicTensor<T> kernels_at(const BasicTensor<T>& kernels, std::int64_t tap) {
  return slice(kernels, 1, tap, tap + 1)
      .reshape({kernels.dim(0), kernels.dim(2), kernels.dim(3), kernels.dim(4)});
}

/// gy [N, OD, OH, OW, out] as pictures.
template <class T>
BasicTensor<T> frames_of_output(const char* where, const Frames& f, const BasicTensor<T>& gy) {
  const Size3& o = f.out;
  const Shape expected{f.images, o.depth, o.height, o.width, gy.rank() == 5 ? gy.dim(4) : 0};
  if (gy.shape() != expected)
    fail(where, "expected a gradient [" + std::to_string(f.images) + ", " + std::to_string(o.depth) + ", " +
                    std::to_string(o.height) + ", " + std::to_string(o.width) + ", out] of the output, got " +
                    to_string(gy.shape()));
  return gy.reshape({f.images * f.out.depth, gy.dim(2), gy.dim(3), gy.dim(4)});
}

}  // namespace detail

template <class T>
BasicTensor<T> conv3d(const BasicTensor<T>& x, const BasicTensor<T>& kernels,
                      const Conv3dGeometry& geometry) {
  const char* where = "conv3d";
  detail::check_volume_kernels(where, kernels.shape(), geometry);
  const std::int64_t in = kernels.dim(4) * geometry.groups;
  if (x.rank() != 5 || x.dim(4) != in)
    fail(where, "expected input [N, D, H, W, " + std::to_string(in) + "], got " + to_string(x.shape()));
  const detail::Frames frames(where, x.dim(0), {x.dim(1), x.dim(2), x.dim(3)}, in, geometry);
  const auto at_tap = [&](std::int64_t tap) {
    return conv2d(detail::stack_frames(frames.at_tap(tap), x), detail::kernels_at(kernels, tap),
                  frames.picture());
  };
  const BasicTensor<T> y = frames.summed() ? detail::sum_over_depth<T>(frames, at_tap)
                                           : conv2d(detail::stack_frames(frames, x),
                                                    detail::stack_kernels(kernels), frames.picture());
  return y.reshape({frames.images, frames.out.depth, y.dim(1), y.dim(2), y.dim(3)});
}

template <class T>
BasicTensor<T> conv3d_input_grad(const BasicTensor<T>& gy, const BasicTensor<T>& kernels, const Size3& size,
                                 const Conv3dGeometry& geometry) {
  const char* where = "conv3d_input_grad";
  detail::check_volume_kernels(where, kernels.shape(), geometry);
  const detail::Frames frames(where, gy.rank() > 0 ? gy.dim(0) : 0, size, kernels.dim(4) * geometry.groups,
                              geometry);
  const BasicTensor<T> pictures = detail::frames_of_output(where, frames, gy);
  const auto gradient = [&](const BasicTensor<T>& of) {
    return conv2d_input_grad(pictures, of, size.height, size.width, frames.picture());
  };
  if (!frames.summed()) return detail::sum_frames(frames, gradient(detail::stack_kernels(kernels)));
  return detail::sum_over_depth<T>(frames, [&](std::int64_t tap) {
    return detail::sum_frames(frames.at_tap(tap), gradient(detail::kernels_at(kernels, tap)));
  });
}

template <class T>
BasicTensor<T> conv3d_weight_grad(const BasicTensor<T>& x, const BasicTensor<T>& gy,
                                  const Conv3dGeometry& geometry) {
  const char* where = "conv3d_weight_grad";
  if (x.rank() != 5) fail(where, "expected input [N, D, H, W, in], got " + to_string(x.shape()));
  const detail::Frames frames(where, x.dim(0), {x.dim(1), x.dim(2), x.dim(3)}, x.dim(4), geometry);
  const BasicTensor<T> pictures = detail::frames_of_output(where, frames, gy);
  if (geometry.groups < 1 || x.dim(4) % geometry.groups != 0 || gy.dim(4) % geometry.groups != 0)
    fail(where, "expected groups that divide in and out channels, got groups " +
                    std::to_string(geometry.groups) + ", in " + std::to_string(x.dim(4)) + ", out " +
                    std::to_string(gy.dim(4)));
  const auto gradient = [&](const detail::Frames& seen) {
    return conv2d_weight_grad(detail::stack_frames(seen, x), pictures, frames.picture());
  };
  const Size3& kernel = geometry.kernel;
  if (frames.summed()) {
    std::vector<BasicTensor<T>> taps;
    for (std::int64_t tap = 0; tap < kernel.depth; ++tap)
      taps.push_back(gradient(frames.at_tap(tap)).reshape({gy.dim(4), 1, kernel.height, kernel.width, 1}));
    return concat<T>(taps, 1);
  }
  const int order[] = {0, 3, 1, 2, 4};
  return transpose<T>(gradient(frames).reshape(
                          {gy.dim(4), kernel.height, kernel.width, kernel.depth, x.dim(4) / geometry.groups}),
                      order);
}

}  // namespace agon::kernels
