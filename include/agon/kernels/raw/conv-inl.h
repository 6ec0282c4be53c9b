#pragma once

#include "agon/kernels/raw/gemm-inl.h"
#include "agon/kernels/raw/im2col-inl.h"

// Convolutions as matrix products over blocks of images: one product a block, one thread a block, scratch recycled.
namespace agon::kernels::AGON_ISA_NAMESPACE {

struct ConvPlan {
  Index pixels, window, in_size, out_size;
  Index block, blocks;  // images in a block, and blocks

  explicit ConvPlan(const ConvShape& s)
      : pixels(s.out_h * s.out_w),
        window(s.geometry.kernel_h * s.geometry.kernel_w * s.in),
        in_size(s.h * s.w * s.in),
        out_size(pixels * s.out) {
    // Enough rows to pay for packing the kernels, few enough elements to stay near the core, and blocks for the cores.
    constexpr Index rows = 512, elements = 512 * 1024, most_images_share = 8;
    block = max_of(1, min_of(blocks_of(rows, pixels), elements / max_of(1, pixels * window)));
    block = max_of(1, min_of(block, s.images / most_images_share));
    blocks = blocks_of(s.images, block);
  }
};

/// The windows are the picture itself.
inline bool is_pointwise(const ConvShape& s) {
  const ConvGeometry& g = s.geometry;
  return g.kernel_h == 1 && g.kernel_w == 1 && g.stride_h == 1 && g.stride_w == 1 && g.pad_h == 0 && g.pad_w == 0;
}

template <class T>
void conv(const ConvShape& s, const T* x, const T* kernels, T* y) {
  const ConvPlan plan(s);
  if (is_pointwise(s)) return gemm({s.images * plan.pixels, s.out, s.in, false, true}, x, kernels, y);
  for_each_block(plan.blocks, 1, [&](Index b) {
    const Index first = b * plan.block, images = min_of(plan.block, s.images - first), rows = images * plan.pixels;
    const Scratch<T> columns(rows * plan.window);
    for (Index i = 0; i < images; ++i)
      im2col(s, x + (first + i) * plan.in_size, columns.data() + i * plan.pixels * plan.window);
    multiply<T>(rows, s.out, plan.window, {columns.data(), plan.window}, {kernels, plan.window, true},
                y + first * plan.out_size, s.out);
  });
}

template <class T>
void conv_input_grad(const ConvShape& s, const T* gy, const T* kernels, T* gx) {
  const ConvPlan plan(s);
  if (is_pointwise(s)) return gemm({s.images * plan.pixels, s.in, s.out, false, false}, gy, kernels, gx);
  for_each_block(plan.blocks, 1, [&](Index b) {
    const Index first = b * plan.block, images = min_of(plan.block, s.images - first), rows = images * plan.pixels;
    const Scratch<T> columns(rows * plan.window);
    multiply<T>(rows, plan.window, s.out, {gy + first * plan.out_size, s.out}, {kernels, plan.window},
                columns.data(), plan.window);
    for (Index i = 0; i < images; ++i)
      col2im(s, columns.data() + i * plan.pixels * plan.window, gx + (first + i) * plan.in_size);
  });
}

/// Groups of blocks add up their own products; the groups' sums are added in order.
template <class T>
void conv_weight_grad(const ConvShape& s, const T* x, const T* gy, T* gw) {
  const ConvPlan plan(s);
  if (is_pointwise(s)) return gemm({s.out, s.in, s.images * plan.pixels, true, false}, gy, x, gw);
  constexpr Index most_groups = 8;
  const Index size = s.out * plan.window, groups = min_of(plan.blocks, most_groups);
  const Scratch<T> partial(groups * size);
  for_each_block(groups, 1, [&](Index group) {
    const Index begin = plan.blocks * group / groups, end = plan.blocks * (group + 1) / groups;
    const Scratch<T> columns(plan.block * plan.pixels * plan.window);
    for (Index b = begin; b < end; ++b) {
      const Index first = b * plan.block, images = min_of(plan.block, s.images - first);
      for (Index i = 0; i < images; ++i)
        im2col(s, x + (first + i) * plan.in_size, columns.data() + i * plan.pixels * plan.window);
      multiply<T>(s.out, plan.window, images * plan.pixels, {gy + first * plan.out_size, s.out, true},
                  {columns.data(), plan.window}, partial.data() + group * size, plan.window, b > begin);
    }
  });
  sum(1, groups, size, static_cast<const T*>(partial.data()), gw);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
