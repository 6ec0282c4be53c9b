#pragma once

#include "agon/kernels/raw/tile-inl.h"

// Matrix products from two sources of blocks: a left one shows rows, a right one shows panels.
#pragma GCC diagnostic push
// Vectors as template arguments lose attributes, which is harmless here.
#pragma GCC diagnostic ignored "-Wignored-attributes"

namespace agon::kernels::AGON_ISA_NAMESPACE {

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
    if (matrix.transposed) {
      *scratch.pointers = matrix.data + depth.begin * stride + rows.begin;
      return {scratch.pointers, 1, depth.size(), stride};
    }
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
  bool in_place = false;  // for few rows, which a copy would not pay for

  /// The panel [depth, width] of which `columns` columns are the matrix's and the rest are zeros.
  Panel<T> panel(Range columns, Index width, Range depth, T* scratch) const {
    const Index n = columns.size(), k = depth.size();
    const Index stride = matrix.stride;
    if (!matrix.transposed && n == width && in_place)
      return {matrix.data + depth.begin * stride + columns.begin, stride};
    if (n < width) zero_n(scratch, k * width);
    if (matrix.transposed) {
      transpose_into(n, k, matrix.data + columns.begin * stride + depth.begin, stride, scratch, width);
    } else {
      const T* from = matrix.data + depth.begin * stride + columns.begin;
      for (Index i = 0; i < k; ++i) copy_n(from + i * stride, n, scratch + i * width);
    }
    return {scratch, width};
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
  Panel<T> panel(Range columns, Index width, Range depth, T*) const {
    return {storage_.data() + columns.begin * k_ + depth.begin * width, width};
  }

 private:
  Index k_;
  Scratch<T> storage_;
};

/// c [rows, columns] = (or += where `add`) the sum over `depth` of left times right, on the calling thread.
template <class T, class Left, class Right>
void multiply(Range rows, Range columns, Range depth, const Left& left, const Right& right, T* c,
              Index c_stride, bool add = false) {
  const Scratch<T> elements(Left::elements), panel_scratch(panel_columns<T> * depth_block);
  const Scratch<const T*> pointers(Left::pointers);
  for (Range inner{depth.begin, depth.begin}; inner.begin < depth.end; inner.begin = inner.end) {
    inner.end = left.depth_end(inner.begin, depth.end);
    for (Index i = rows.begin; i < rows.end; i += Left::row_block) {
      const Range some{i, min_of(i + Left::row_block, rows.end)};
      const LeftBlock<T> block = left.block(some, inner, {elements.data(), pointers.data()});
      for_each_panel<T>(columns, [&](Range at, Index width) {
        const Panel<T> panel = right.panel(at, width, inner, panel_scratch.data());
        multiply_panel<T>(some.size(), width,
                          {block, panel, inner.size(), at.size(),
                           c + (i - rows.begin) * c_stride + at.begin - columns.begin, c_stride,
                           add || inner.begin > depth.begin});
      });
    }
  }
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#pragma GCC diagnostic pop
