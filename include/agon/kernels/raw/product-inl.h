#pragma once

#include "agon/kernels/raw/eigen-inl.h"

// Matrix products from two sources of blocks. A left one shows rows, read where they lie; a right one shows
// panels: a few packets of columns, row after row. A tile of the result stays in registers while the inner
// dimension passes.
#define AGON_UNROLLED _Pragma("GCC unroll 16")
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \
    "-Wignored-attributes"  // vectors as template arguments, which is harmless here

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

/// The inner dimension in blocks whose panels stay in the near caches.
constexpr Index depth_block = 256;

struct Range {
  Index begin, end;
  constexpr Index size() const { return end - begin; }
};

/// Part i of [0, n), but for the last in multiples of `unit`.
constexpr Range part(Index n, Index parts, Index i, Index unit) {
  const Index begin = n * i / parts / unit * unit;
  return {begin, i + 1 == parts ? n : n * (i + 1) / parts / unit * unit};
}

/// Rows of the left factor, read where they lie: element (i, k) is rows[k / length * stride + i][k % length],
/// or, where rows are adjacent in memory, across[k * step + i].
template <class T>
struct LeftBlock {
  const T* const* rows;
  Index stride, length;
  const T* across = nullptr;
  Index step = 0;
};

/// What a left source may fill: elements, if it has to copy some, and pointers to its rows.
template <class T>
struct LeftScratch {
  T* elements;
  const T** pointers;
};

/// A matrix as the left source.
template <class T>
struct MatrixLeft {
  static constexpr Index row_block = 384, elements = 0, pointers = row_block;
  Operand<T> matrix;

  Index depth_end(Index begin, Index end) const { return min_of(begin + depth_block, end); }
  LeftBlock<T> block(Range rows, Range depth, const LeftScratch<T>& scratch) const {
    const Index stride = matrix.stride;
    if (matrix.transposed)
      return {nullptr, 0, depth.size(), matrix.data + depth.begin * stride + rows.begin, stride};
    for (Index i = 0; i < rows.size(); ++i)
      scratch.pointers[i] = matrix.data + (rows.begin + i) * stride + depth.begin;
    return {scratch.pointers, 0, depth.size()};
  }
};

/// out [k, n] = x transposed, x [n, k] with rows `stride` apart; the rows of out are `width` apart.
template <class T>
void transpose_into(Index n, Index k, const T* x, Index stride, T* out, Index width) {
  constexpr Index size = packet_size<T>;
  Index i = 0;
  for (; i + size <= n; i += size) {
    Index j = 0;
    for (; j + size <= k; j += size) {
      Eigen::internal::PacketBlock<Packet<T>, size> block;
      for (Index r = 0; r < size; ++r)
        block.packet[r] = Eigen::internal::ploadu<Packet<T>>(x + (i + r) * stride + j);
      Eigen::internal::ptranspose(block);
      for (Index r = 0; r < size; ++r) Eigen::internal::pstoreu(out + (j + r) * width + i, block.packet[r]);
    }
    for (; j < k; ++j)
      for (Index r = 0; r < size; ++r) out[j * width + i + r] = x[(i + r) * stride + j];
  }
  for (; i < n; ++i)
    for (Index j = 0; j < k; ++j) out[j * width + i] = x[i * stride + j];
}

/// A matrix as the right source.
template <class T>
struct MatrixRight {
  Operand<T> matrix;

  /// The panel [depth, width] of which `columns` columns are the matrix's and the rest are zeros.
  const T* panel(Range columns, Index width, Range depth, T* scratch) const {
    const Index n = columns.size(), k = depth.size();
    if (n < width) zero_n(scratch, k * width);
    if (matrix.transposed) {
      transpose_into(n, k, matrix.data + columns.begin * matrix.stride + depth.begin, matrix.stride, scratch,
                     width);
    } else {
      const T* from = matrix.data + depth.begin * matrix.stride + columns.begin;
      for (Index i = 0; i < k; ++i) copy_n(from + i * matrix.stride, n, scratch + i * width);
    }
    return scratch;
  }
};

/// The panel that begins where `columns` are left: as many whole packets as a tile takes, or one that is
/// padded.
template <class T>
constexpr Index panel_width(Index columns) {
  Index packets = tile_packets;
  while (packets > 1 && packets * packet_size < T >> columns) packets /= 2;
  return packets * packet_size<T>;
}

/// Calls body(first column, width) on the panels of `columns`.
template <class T, class Body>
void for_each_panel(Range columns, const Body& body) {
  for (Index j = columns.begin; j < columns.end;) {
    const Index width = panel_width<T>(columns.end - j);
    body(Range{j, min_of(j + width, columns.end)}, width);
    j += width;
  }
}

/// A right source [k, n] packed whole, for products that read it often.
template <class T>
class PackedRight {
 public:
  template <class Right>
  PackedRight(Index k, Index n, const Right& source)
      : k_(k), storage_(k * blocks_of(n, packet_size<T>) * packet_size<T>) {
    for_each_range(n, panel_columns<T>, 1, [&](Index begin, Index end) {
      for_each_panel<T>({begin, end}, [&](Range columns, Index width) {
        source.panel(columns, width, {0, k}, storage_.data() + columns.begin * k);
      });
    });
  }
  const T* panel(Range columns, Index width, Range depth, T*) const {
    return storage_.data() + columns.begin * k_ + depth.begin * width;
  }

 private:
  Index k_;
  Scratch<T> storage_;
};

/// A block of the product: c (=, or += where `add`) the left block times a panel, over `depth`.
template <class T>
struct PanelProduct {
  LeftBlock<T> left;
  const T* panel;
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

  const T* AGON_RESTRICT panel = s.panel;
  const T* const* pointers = s.left.rows + first;
  for (Index left_over = s.depth; left_over > 0; left_over -= s.left.length, pointers += s.left.stride) {
    const T* a[rows];
    AGON_UNROLLED
    for (int r = 0; r < rows; ++r) a[r] = across ? s.left.across + first + r : pointers[r];
    const Index length = min_of(left_over, s.left.length);
    for (Index k = 0; k < length; ++k, panel += packets * size) {
      Packet<T> right[packets];
      AGON_UNROLLED
      for (int p = 0; p < packets; ++p) right[p] = ploadu<Packet<T>>(panel + p * size);
      AGON_UNROLLED
      for (int r = 0; r < rows; ++r) {
        const Packet<T> left = pset1<Packet<T>>(across ? a[0][k * s.left.step + r] : a[r][k]);
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

/// c [rows, columns] = the sum over `depth` of left times right, on the calling thread.
template <class T, class Left, class Right>
void multiply(Range rows, Range columns, Range depth, const Left& left, const Right& right, T* c,
              Index c_stride) {
  const Scratch<T> elements(Left::elements), panel_scratch(panel_columns<T> * depth_block);
  const Scratch<const T*> pointers(Left::pointers);
  for (Range inner{depth.begin, depth.begin}; inner.begin < depth.end; inner.begin = inner.end) {
    inner.end = left.depth_end(inner.begin, depth.end);
    for (Index i = rows.begin; i < rows.end; i += Left::row_block) {
      const Range some{i, min_of(i + Left::row_block, rows.end)};
      const LeftBlock<T> block = left.block(some, inner, {elements.data(), pointers.data()});
      for_each_panel<T>(columns, [&](Range at, Index width) {
        const T* panel = right.panel(at, width, inner, panel_scratch.data());
        multiply_panel<T>(some.size(), width,
                          {block, panel, inner.size(), at.size(),
                           c + (i - rows.begin) * c_stride + at.begin - columns.begin, c_stride,
                           inner.begin > depth.begin});
      });
    }
  }
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#pragma GCC diagnostic pop
