#pragma once

#include "agon/kernels/raw/prelude-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

/// The windows are the picture itself.
inline bool is_pointwise(const ConvShape& s) {
  const ConvGeometry& g = s.geometry;
  return g.kernel_h == 1 && g.kernel_w == 1 && g.stride_h == 1 && g.stride_w == 1 && g.pad_h == 0 &&
         g.pad_w == 0;
}

inline Index pixels_of(const ConvShape& s) { return s.images * s.out_h * s.out_w; }
inline Index window_of(const ConvShape& s) { return s.geometry.kernel_h * s.geometry.kernel_w * s.in; }

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
