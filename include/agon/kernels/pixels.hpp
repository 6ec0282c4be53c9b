#pragma once

#include "agon/core/size2.hpp"
#include "agon/core/tensor.hpp"

/// Pixels of pictures taken by their numbers, row * W + column; a number of -1 stands for a pixel of zeros.
/// Sums have the same order on any number of threads. Numbers are trusted; shapes that do not fit throw Error
/// "[pixels] ...".
namespace agon::kernels {

/// x [N, H, W, C] where index [N, OH, OW, C] says, channel by channel: [N, OH, OW, C].
template <class T>
BasicTensor<T> gather_pixels(const BasicTensor<T>& x, const LabelTensor& index);

/// The adjoint: y [N, OH, OW, C] added up where the index says, in pictures of `size`.
template <class T>
BasicTensor<T> scatter_pixels(const BasicTensor<T>& y, const LabelTensor& index, Size2 size);

/// Sums over K pixels of x [N, H, W, C] with weights [N, OH, OW, K], where index [N, OH, OW, K] says: [N, OH,
/// OW, C].
template <class T>
BasicTensor<T> blend_pixels(const BasicTensor<T>& x, const BasicTensor<T>& weights, const LabelTensor& index);

/// The adjoint by x: y [N, OH, OW, C] times its weights added up where the index says.
template <class T>
BasicTensor<T> spread_pixels(const BasicTensor<T>& y, const BasicTensor<T>& weights, const LabelTensor& index,
                             Size2 size);

/// The adjoint by the weights: the products, over channels, of y [N, OH, OW, C] with the pixels of x that the
/// index names, [N, OH, OW, K].
template <class T>
BasicTensor<T> pixel_products(const BasicTensor<T>& x, const BasicTensor<T>& y, const LabelTensor& index);

/// Where the points of a grid lie between the pixels of pictures, for bilinear interpolation.
template <class T>
struct GridCells {
  LabelTensor index;     ///< [N, OH, OW, 4]: the pixels around, row by row
  BasicTensor<T> scale;  ///< [N, OH, OW, 2]: scale * point + shift is the place within the cell, x then y
  BasicTensor<T> shift;
};

/// What a point outside of the picture sees: zeros, the nearest pixel of the border, or the picture mirrored
/// about its borders.
enum class GridBeyond : std::uint8_t { zeros, border, mirrored };

/// The cells of grid [N, OH, OW, 2], x then y: -1 and 1 are the outer edges of the border's pixels, or their
/// centres with aligned corners.
template <class T>
GridCells<T> grid_cells(const BasicTensor<T>& grid, Size2 size, GridBeyond beyond, bool align_corners);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/pixels-inl.h"
#endif
