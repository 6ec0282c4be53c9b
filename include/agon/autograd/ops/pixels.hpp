#pragma once

#include "agon/autograd/variable.hpp"
#include "agon/core/size2.hpp"

/// Pixels of pictures taken by number: row * W + column, or -1 for a pixel of zeros. The numbers are data,
/// not variables. Two families of operations whose derivatives are one another, differentiable to any order;
/// sums run in a fixed order, so they have the same bits on any number of threads. All throw Error on shapes
/// that do not fit and on numbers outside of the picture.
namespace agon {

/// x [N, H, W, C] where index [N, OH, OW, C] says, each channel at a place of its own: [N, OH, OW, C].
Var gather_pixels(const Var& x, const LabelTensor& index);
f64::Var gather_pixels(const f64::Var& x, const LabelTensor& index);

/// The adjoint: y [N, OH, OW, C] added up at the places of `index`, of the same shape: [N, size, C].
Var scatter_pixels(const Var& y, const LabelTensor& index, Size2 size);
f64::Var scatter_pixels(const f64::Var& y, const LabelTensor& index, Size2 size);

/// Sums over K pixels, y[n, h, w] = sum over k of weights[n, h, w, k] * x[n, index[n, h, w, k]]: x [N, H, W,
/// C], weights and index [N, OH, OW, K] -> [N, OH, OW, C].
Var blend_pixels(const Var& x, const Var& weights, const LabelTensor& index);
f64::Var blend_pixels(const f64::Var& x, const f64::Var& weights, const LabelTensor& index);

/// The gradient of blend_pixels with respect to x, pictures of `size`, given that of its result, y [N, OH,
/// OW, C]: [N, size, C].
Var spread_pixels(const Var& y, const Var& weights, const LabelTensor& index, Size2 size);
f64::Var spread_pixels(const f64::Var& y, const f64::Var& weights, const LabelTensor& index, Size2 size);

/// The gradient of blend_pixels with respect to the weights, given that of its result, y [N, OH, OW, C]:
/// products over channels, [N, OH, OW, K].
Var pixel_products(const Var& x, const Var& y, const LabelTensor& index);
f64::Var pixel_products(const f64::Var& x, const f64::Var& y, const LabelTensor& index);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/pixels-inl.h"
#endif
