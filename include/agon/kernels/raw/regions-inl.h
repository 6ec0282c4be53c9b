#pragma once

#include "agon/kernels/raw/conv_shape-inl.h"
#include "agon/kernels/raw/product-inl.h"

// Regions of a convolution's output whose windows lose the same taps to the padding, so that products leave
// these taps out instead of multiplying zeros. On small pictures that is a seventh of the work and more.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Along one axis: pixels of the output, and the taps of their windows that lie inside the picture.
struct RegionAxis {
  Range pixels, taps;
};

/// The taps of output pixel `at`, `dilation` apart, that lie in a picture of `size` pixels.
inline Range taps_inside(Index at, Index size, Index kernel, Index stride, Index pad, Index dilation) {
  const Index first = at * stride - pad, begin = min_of(kernel, max_of(0, blocks_of(-first, dilation)));
  return {begin, max_of(begin, min_of(kernel, blocks_of(size - first, dilation)))};
}

/// The output pixels [0, out) whose windows have what lies `tap` pixels from their begin inside a picture of
/// `size` pixels.
inline Range pixels_seeing(Index tap, Index out, Index size, Index stride, Index pad) {
  const Index begin = min_of(out, max_of(0, blocks_of(pad - tap, stride)));
  const Index end = size + pad - tap <= 0 ? 0 : blocks_of(size + pad - tap, stride);
  return {begin, max_of(begin, min_of(out, end))};
}

/// An axis cut where the taps inside change. At most `most` regions: a kernel that would give more is not
/// cut.
class RegionAxes {
 public:
  static constexpr Index most = 8;

  RegionAxes(Index out, Index size, Index kernel, Index stride, Index pad, Index dilation) {
    for (Index at = 0; at < out; ++at) {
      const Range taps = taps_inside(at, size, kernel, stride, pad, dilation);
      RegionAxis* last = count_ > 0 ? &regions_[count_ - 1] : nullptr;
      if (last && last->taps.begin == taps.begin && last->taps.end == taps.end) {
        last->pixels.end = at + 1;
      } else if (count_ == most) {
        count_ = 1;
        regions_[0] = {{0, out}, {0, kernel}};
        return;
      } else {
        regions_[count_++] = {{at, at + 1}, taps};
      }
    }
  }
  Index count() const { return count_; }
  const RegionAxis& operator[](Index i) const { return regions_[i]; }

 private:
  RegionAxis regions_[most];
  Index count_ = 0;
};

/// A rectangle of output pixels of some pictures.
struct Region {
  Range images, rows, columns;

  Index pixels() const { return images.size() * rows.size() * columns.size(); }
};

/// A pixel of the output, walked in order over a region.
struct OutputPixel {
  const ConvShape& shape;
  Region region;
  Index image, row, column;

  OutputPixel(const ConvShape& s, const Region& over, Index i)
      : shape(s),
        region(over),
        image(over.images.begin + i / (over.rows.size() * over.columns.size())),
        row(over.rows.begin + i / over.columns.size() % over.rows.size()),
        column(over.columns.begin + i % over.columns.size()) {}
  OutputPixel(const ConvShape& s, Index i) : OutputPixel(s, whole(s), i) {}

  static Region whole(const ConvShape& s) { return {{0, s.images}, {0, s.out_h}, {0, s.out_w}}; }

  void advance() {
    if (++column < region.columns.end) return;
    column = region.columns.begin;
    if (++row < region.rows.end) return;
    row = region.rows.begin;
    ++image;
  }
  /// Where the window begins in the padded picture; below 0 in the padding.
  Index top() const { return row * shape.geometry.stride_h - shape.geometry.pad_h; }
  Index left() const { return column * shape.geometry.stride_w - shape.geometry.pad_w; }
};

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
