#pragma once

#include "agon/kernels/raw/gemm-inl.h"
#include "agon/kernels/raw/im2col-inl.h"

// Convolutions as matrix products over blocks of images, or over bands of the output rows of one large image:
// one product a block, one thread a block, scratch recycled.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Whole images, or some output rows of one.
struct ConvBlock {
  Index first, images, row_begin, row_end;
};

struct ConvPlan {
  Index pixels, window, in_size, out_size;
  Index images;         // in a block
  Index rows;           // of each of them
  Index bands, blocks;  // blocks to an image that is cut, else 1; and blocks in all

  explicit ConvPlan(const ConvShape& s)
      : pixels(s.out_h * s.out_w),
        window(s.geometry.kernel_h * s.geometry.kernel_w * s.in),
        in_size(s.h * s.w * s.in),
        out_size(pixels * s.out) {
    // Enough rows of the product to pay for packing the kernels, few enough elements to stay near the core,
    // and blocks enough for the cores.
    constexpr Index enough = 512, most_elements = 512 * 1024, least_blocks = 8;
    const Index fitting = most_elements / max_of(1, pixels * window);
    images = max_of(1, min_of(min_of(blocks_of(enough, pixels), fitting), s.images / least_blocks));
    rows = fitting > 0 ? s.out_h : min_of(s.out_h, max_of(1, most_elements / (s.out_w * window)));
    const Index share = blocks_of(least_blocks, max_of(1, s.images));
    if (share > 1) rows = min_of(rows, max_of(blocks_of(s.out_h, share), blocks_of(enough, s.out_w)));
    bands = blocks_of(s.out_h, rows);
    blocks = blocks_of(s.images, images) * bands;
  }

  ConvBlock block(const ConvShape& s, Index i) const {
    const Index first = i / bands * images, row = i % bands * rows;
    return {first, min_of(images, s.images - first), row, min_of(row + rows, s.out_h)};
  }
  Index scratch(const ConvShape& s) const { return images * rows * s.out_w * window; }
};

/// The windows are the picture itself.
inline bool is_pointwise(const ConvShape& s) {
  const ConvGeometry& g = s.geometry;
  return g.kernel_h == 1 && g.kernel_w == 1 && g.stride_h == 1 && g.stride_w == 1 && g.pad_h == 0 &&
         g.pad_w == 0;
}

/// The windows of a block, one a row; returns how many.
template <class T>
Index gather_windows(const ConvShape& s, const ConvPlan& plan, const ConvBlock& block, const T* x,
                     T* columns) {
  const Index pixels = (block.row_end - block.row_begin) * s.out_w;
  for (Index i = 0; i < block.images; ++i)
    im2col(s, block.row_begin, block.row_end, x + (block.first + i) * plan.in_size,
           columns + i * pixels * plan.window);
  return block.images * pixels;
}

/// Where a block begins in the output.
inline Index output_offset(const ConvShape& s, const ConvPlan& plan, const ConvBlock& block) {
  return block.first * plan.out_size + block.row_begin * s.out_w * s.out;
}

template <class T>
void conv(const ConvShape& s, const T* x, const T* kernels, T* y) {
  const ConvPlan plan(s);
  if (is_pointwise(s)) return gemm({s.images * plan.pixels, s.out, s.in, false, true}, x, kernels, y);
  for_each_block(plan.blocks, 1, [&](Index b) {
    const ConvBlock block = plan.block(s, b);
    const Scratch<T> columns(plan.scratch(s));
    const Index windows = gather_windows(s, plan, block, x, columns.data());
    multiply<T>(windows, s.out, plan.window, {columns.data(), plan.window}, {kernels, plan.window, true},
                y + output_offset(s, plan, block), s.out);
  });
}

// The bands of one image overlap in its gradient, so they stay on one thread.
template <class T>
void conv_input_grad(const ConvShape& s, const T* gy, const T* kernels, T* gx) {
  const ConvPlan plan(s);
  if (is_pointwise(s)) return gemm({s.images * plan.pixels, s.in, s.out, false, false}, gy, kernels, gx);
  for_each_block(plan.blocks / plan.bands, 1, [&](Index group) {
    const Scratch<T> columns(plan.scratch(s));
    for (Index b = group * plan.bands; b < (group + 1) * plan.bands; ++b) {
      const ConvBlock block = plan.block(s, b);
      T* target = gx + block.first * plan.in_size;
      if (block.row_begin == 0) zero_n(target, block.images * plan.in_size);
      const Index pixels = (block.row_end - block.row_begin) * s.out_w;
      multiply<T>(block.images * pixels, plan.window, s.out, {gy + output_offset(s, plan, block), s.out},
                  {kernels, plan.window}, columns.data(), plan.window);
      for (Index i = 0; i < block.images; ++i)
        col2im(s, block.row_begin, block.row_end, columns.data() + i * pixels * plan.window,
               target + i * plan.in_size);
    }
  });
}

/// Groups of blocks add up their own products; the groups' sums are added in order.
template <class T>
void conv_weight_grad(const ConvShape& s, const T* x, const T* gy, T* gw) {
  const ConvPlan plan(s);
  if (is_pointwise(s)) return gemm({s.out, s.in, s.images * plan.pixels, true, false}, gy, x, gw);
  constexpr Index most_groups = 8;
  const Index size = s.out * plan.window, groups = min_of(plan.blocks, most_groups);
  if (groups == 0 || size == 0) return zero_n(gw, size);
  const Scratch<T> partial(groups * size);
  for_each_block(groups, 1, [&](Index group) {
    const Scratch<T> columns(plan.scratch(s));
    const Index begin = plan.blocks * group / groups, end = plan.blocks * (group + 1) / groups;
    for (Index b = begin; b < end; ++b) {
      const ConvBlock block = plan.block(s, b);
      const Index windows = gather_windows(s, plan, block, x, columns.data());
      multiply<T>(s.out, plan.window, windows, {gy + output_offset(s, plan, block), s.out, true},
                  {columns.data(), plan.window}, partial.data() + group * size, plan.window, b > begin);
    }
  });
  sum(1, groups, size, static_cast<const T*>(partial.data()), gw);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
