#pragma once

#include "agon/kernels/raw/eigen-inl.h"

// The innermost loop of every product: a tile of the result stays in registers while rows of the left factor
// and a panel of the right one, a few packets of columns row after row, pass by.
#define AGON_UNROLLED _Pragma("GCC unroll 16")
#pragma GCC diagnostic push
// Vectors as template arguments lose attributes, which is harmless here.
#pragma GCC diagnostic ignored "-Wignored-attributes"

namespace agon::kernels::AGON_ISA_NAMESPACE {

template <class T>
using Packet = typename Eigen::internal::packet_traits<T>::type;
template <class T>
constexpr Index packet_size = Eigen::internal::unpacket_traits<Packet<T>>::size;

/// With 32 vector registers a tile has 6 rows of 4 packets, else 6 of 2: it fits together with a row of the
/// panel and one broadcast element.
constexpr int tile_rows = 6;
constexpr int tile_packets = EIGEN_ARCH_DEFAULT_NUMBER_OF_REGISTERS >= 32 ? 4 : 2;
template <class T>
constexpr Index panel_columns = tile_packets* packet_size<T>;

/// Rows of the left factor, read where they lie: element (i, k) is pointers[k / length * stride + i][k %
/// length], or, where rows are adjacent in memory and steps along k are `across` elements, pointers[k /
/// length * stride][k % length * across + i].
template <class T>
struct LeftBlock {
  const T* const* pointers;
  Index stride, length;
  Index across = 0;
};

/// Some columns of the right factor, their rows `stride` elements apart.
template <class T>
struct Panel {
  const T* data;
  Index stride;
};

/// A block of the product: c (=, or += where `add`) the left block times a panel, over `depth`.
template <class T>
struct PanelProduct {
  LeftBlock<T> left;
  Panel<T> panel;
  Index depth, columns;
  T* c;
  Index c_stride;
  bool add;
};

/// Rows [first, first + rows) of the block, for a panel of `packets`, into c.
template <int rows, int packets, bool across, class T>
void tile(const PanelProduct<T>& s, Index first, T* AGON_RESTRICT c, Index c_stride, bool add) {
  using namespace Eigen::internal;
  constexpr Index size = packet_size<T>;
  Packet<T> sums[rows][packets];
  AGON_UNROLLED
  for (int r = 0; r < rows; ++r) {
    AGON_UNROLLED
    for (int p = 0; p < packets; ++p) sums[r][p] = pset1<Packet<T>>(T{0});
  }

  const T* AGON_RESTRICT panel = s.panel.data;
  const T* const* pointers = s.left.pointers + (across ? 0 : first);
  for (Index left_over = s.depth; left_over > 0; left_over -= s.left.length, pointers += s.left.stride) {
    const T* a[rows];
    AGON_UNROLLED
    for (int r = 0; r < rows; ++r) a[r] = across ? *pointers + first + r : pointers[r];
    const Index length = min_of(left_over, s.left.length);
    for (Index k = 0; k < length; ++k, panel += s.panel.stride) {
      Packet<T> right[packets];
      AGON_UNROLLED
      for (int p = 0; p < packets; ++p) right[p] = ploadu<Packet<T>>(panel + p * size);
      AGON_UNROLLED
      for (int r = 0; r < rows; ++r) {
        const Packet<T> left = pset1<Packet<T>>(across ? a[0][k * s.left.across + r] : a[r][k]);
        AGON_UNROLLED
        for (int p = 0; p < packets; ++p) sums[r][p] = pmadd(left, right[p], sums[r][p]);
      }
    }
  }

  AGON_UNROLLED
  for (int r = 0; r < rows; ++r) {
    AGON_UNROLLED
    for (int p = 0; p < packets; ++p) {
      T* out = c + r * c_stride + p * size;
      pstoreu(out, add ? padd(ploadu<Packet<T>>(out), sums[r][p]) : sums[r][p]);
    }
  }
}

/// A tile in its place. A padded panel, always of one packet, takes a detour.
template <int rows, int packets, bool across, class T>
void tile_at(const PanelProduct<T>& s, Index first) {
  T* c = s.c + first * s.c_stride;
  constexpr Index size = packet_size<T>;
  if (packets > 1 || s.columns == size) return tile<rows, packets, across>(s, first, c, s.c_stride, s.add);
  T padded[rows * packets * size];
  tile<rows, packets, across>(s, first, padded, packets * size, false);
  for (Index r = 0; r < rows; ++r)
    for (Index j = 0; j < s.columns; ++j) {
      T& out = c[r * s.c_stride + j];
      out = s.add ? out + padded[r * size + j] : padded[r * size + j];
    }
}

template <int packets, bool across, class T>
void tiles(Index rows, const PanelProduct<T>& s) {
  Index i = 0;
  for (; i + tile_rows <= rows; i += tile_rows) tile_at<tile_rows, packets, across>(s, i);
  if (i + 4 <= rows) tile_at<4, packets, across>(s, i), i += 4;
  if (i + 2 <= rows) tile_at<2, packets, across>(s, i), i += 2;
  if (i < rows) tile_at<1, packets, across>(s, i);
}

template <class T>
void multiply_panel(Index rows, Index width, const PanelProduct<T>& s) {
  const auto run = [&]<int packets>() {
    s.left.across ? tiles<packets, true>(rows, s) : tiles<packets, false>(rows, s);
  };
  if (tile_packets == 4 && width == 4 * packet_size<T>) return run.template operator()<tile_packets>();
  if (width == 2 * packet_size<T>) return run.template operator()<2>();
  run.template operator()<1>();
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#pragma GCC diagnostic pop
