#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "agon/autograd/ops/pixels.hpp"
#include "agon/core/parallel.hpp"
#include "agon/core/size2.hpp"
#include "agon/gan/augment/affine_map-inl.h"

namespace agon::detail {

/// The place of a coordinate among the pixels 0 ... size - 1 of an axis, mirrored at both ends: `part` of the
/// way from pixel `first` to the next. size >= 2.
struct AxisCell {
  std::int64_t first;
  double part;

  AxisCell(double coordinate, std::int64_t size) {
    const double last = static_cast<double>(size - 1);
    const double place = std::abs(coordinate - 2 * last * std::round(coordinate / (2 * last)));
    first = std::min(static_cast<std::int64_t>(place), size - 2);
    part = place - static_cast<double>(first);
  }
};

/// Pictures x [N, H, W, C] of at least 2x2 pixels, mirrored about the centres of their borders' pixels: each
/// pixel shows what lies where the sample's map sends it, x before y, in pixels from the picture's centre.
/// Bilinear, and exact where that is a pixel.
template <class T>
BasicVar<T> warp_pictures(const BasicVar<T>& x, const std::vector<AffineMap<2>>& maps) {
  const Size2 size{x.dim(1), x.dim(2)};
  LabelTensor index({x.dim(0), size.height, size.width, 4});
  BasicTensor<T> weights(index.shape());
  std::int64_t* numbers = index.mutable_data();
  T* shares = weights.mutable_data();
  const std::array<double, 2> centre{static_cast<double>(size.width - 1) / 2,
                                     static_cast<double>(size.height - 1) / 2};
  agon::parallel_for(x.dim(0), 8, [&](std::int64_t begin, std::int64_t end) {
    std::int64_t next = begin * size.height * size.width * 4;
    for (std::int64_t sample = begin; sample < end; ++sample) {
      const auto [across, down] =
          (moved<2>(centre) * maps[static_cast<std::size_t>(sample)] * moved<2>({-centre[0], -centre[1]}))
              .rows;
      for (std::int64_t row = 0; row < size.height; ++row)
        for (std::int64_t column = 0; column < size.width; ++column) {
          const double i = static_cast<double>(column), j = static_cast<double>(row);
          const AxisCell h(across[0] * i + across[1] * j + across[2], size.width);
          const AxisCell v(down[0] * i + down[1] * j + down[2], size.height);
          for (int corner = 0; corner < 4; ++corner, ++next) {
            const int right = corner % 2, below = corner / 2;
            numbers[next] = (v.first + below) * size.width + h.first + right;
            shares[next] = static_cast<T>((right ? h.part : 1 - h.part) * (below ? v.part : 1 - v.part));
          }
        }
    }
  });
  return blend_pixels(x, weights, index);
}

}  // namespace agon::detail
