#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"
#include "agon/core/size2.hpp"

/// Pictures [N, H, W, C] in other sizes, as PyTorch's `interpolate` makes them (without antialiasing: before
/// making them smaller, blur). Linear, differentiable to any order; gradients are summed in a fixed order, so
/// they have the same bits on any number of threads.
namespace agon {

/// Where pixel o of a result comes from, along each axis:
/// - nearest: from pixel floor(o * in / out), PyTorch's "nearest";
/// - bilinear: from between the two pixels around (o + 0.5) * in / out - 0.5, held inside the picture; with
///   aligned corners, where the centres of the corners' pixels stay, around o * (in - 1) / (out - 1).
enum class Resample : std::uint8_t { nearest, bilinear };

/// x [N, H, W, C] -> [N, size, C]. Throws Error on another rank, pictures or a size below 1x1, or aligned
/// corners with nearest.
Var resize(const Var& x, Size2 size, Resample mode, bool align_corners = false);
f64::Var resize(const f64::Var& x, Size2 size, Resample mode, bool align_corners = false);

/// The adjoint of resize from pictures of size `input`: y [N, OH, OW, C] -> [N, input, C].
Var resize_adjoint(const Var& y, Size2 input, Resample mode, bool align_corners = false);
f64::Var resize_adjoint(const f64::Var& y, Size2 input, Resample mode, bool align_corners = false);

/// x [N, H, W, C] -> [N, floor(H * factor), floor(W * factor), C]. As in PyTorch, in / out above is then 1 /
/// factor exactly, whatever the rounding of sizes. Throws Error as resize does, and on a factor that is not >
/// 0 and finite.
Var upsample(const Var& x, double factor, Resample mode = Resample::nearest, bool align_corners = false);
f64::Var upsample(const f64::Var& x, double factor, Resample mode = Resample::nearest,
                  bool align_corners = false);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/resize-inl.h"
#endif
