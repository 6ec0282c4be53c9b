#pragma once

#include "agon/kernels/raw/conv-inl.h"
#include "agon/kernels/raw/conv_input_grad-inl.h"
#include "agon/kernels/raw/depthwise-inl.h"

// Convolutions of any number of groups. Each group of some channels is a convolution of its own, with
// pictures that are copied from among the others' channels and back: a few hundredths of the products' time.
// Groups too narrow for a product are joined to one, whose kernels are zeros where groups do not meet.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// A convolution of `groups` groups in `parts` equal ones of one group, each of `joined` of them.
struct GroupParts {
  Index parts, joined;
  ConvShape part;

  explicit GroupParts(const ConvShape& s) : parts(s.geometry.groups), joined(1), part(s) {
    const Index groups = s.geometry.groups, in = s.in / groups;
    for (Index i = 1; in * joined < PointedWindows<float>::least_channels && i <= groups; ++i)
      if (groups % i == 0) joined = i;
    parts = groups / joined;
    part.in = s.in / parts;
    part.out = s.out / parts;
    part.geometry.groups = 1;
  }

  /// Calls body(i) for each part, side by side where they are many. Where they are few, threads meet inside.
  template <class Body>
  void for_each(const Body& body) const {
    constexpr Index many = 8;
    if (parts >= many) return for_each_block(parts, 1, body);
    for (Index i = 0; i < parts; ++i) body(i);
  }
};

/// The kernels of a part: [out, kernel_h, kernel_w, in] of all its channels.
template <class T>
class PartKernels {
 public:
  explicit PartKernels(const GroupParts& parts)
      : shape_(parts.part),
        joined_(parts.joined),
        size_(shape_.out * window_of(shape_)),
        storage_(joined_ > 1 ? size_ : 0) {}

  /// Part i of kernels [out, kernel_h, kernel_w, in / groups]: where they lie, or joined by zeros.
  const T* from(const T* kernels, Index i) const {
    if (joined_ == 1) return kernels + i * size_;
    zero_n(storage_.data(), size_);
    for_each_run([&](Index alone, Index together) {
      copy_run(kernels + i * size_ / joined_ + alone, shape_.in / joined_, storage_.data() + together);
    });
    return storage_.data();
  }
  /// Where a gradient for the part may be written, and on to its place.
  T* target(T* kernels, Index i) const { return joined_ == 1 ? kernels + i * size_ : storage_.data(); }
  void to(T* kernels, Index i) const {
    if (joined_ == 1) return;
    for_each_run([&](Index alone, Index together) {
      copy_run(static_cast<const T*>(storage_.data()) + together, shape_.in / joined_,
               kernels + i * size_ / joined_ + alone);
    });
  }

 private:
  /// Where the channels of each tap of each kernel lie, alone and among those of other groups.
  template <class Body>
  void for_each_run(const Body& body) const {
    const Index in = shape_.in / joined_, taps = window_of(shape_) / shape_.in, out = shape_.out / joined_;
    for (Index channel = 0; channel < shape_.out; ++channel)
      for (Index tap = 0; tap < taps; ++tap) {
        const Index row = channel * taps + tap;
        body(row * in, row * shape_.in + channel / out * in);
      }
  }

  ConvShape shape_;
  Index joined_, size_;
  Scratch<T> storage_;
};

/// `n` channels of each pixel, which has `x_channels` of them in x and `y_channels` in y.
template <class T>
void copy_channels(Index pixels, Index n, const T* x, Index x_channels, T* y, Index y_channels) {
  for_each_range(pixels, max_of(1, map_block / n), map_grain, [=](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) copy_run(x + i * x_channels, n, y + i * y_channels);
  });
}

/// One part's channels of a picture.
template <class T>
class PartChannels {
 public:
  PartChannels(Index pixels, Index channels, Index part, Index parts)
      : pixels_(pixels), all_(channels), n_(channels / parts), first_(part * n_), storage_(pixels * n_) {}

  T* data() const { return storage_.data(); }
  const T* from(const T* x) const {
    copy_channels(pixels_, n_, x + first_, all_, storage_.data(), n_);
    return storage_.data();
  }
  void to(T* y) const {
    copy_channels(pixels_, n_, static_cast<const T*>(storage_.data()), n_, y + first_, all_);
  }

 private:
  Index pixels_, all_, n_, first_;
  Scratch<T> storage_;
};

/// The input's and the output's channels of part i.
template <class T>
struct PartPictures {
  PartChannels<T> in, out;

  PartPictures(const ConvShape& s, const GroupParts& parts, Index i)
      : in(s.images * s.h * s.w, s.in, i, parts.parts), out(pixels_of(s), s.out, i, parts.parts) {}
};

template <class T>
void grouped_conv(const ConvShape& s, const T* x, const T* kernels, T* y) {
  if (s.geometry.groups == 1) return conv(s, x, kernels, y);
  if (is_depthwise(s)) return depthwise_conv(s, x, kernels, y);
  const GroupParts parts(s);
  parts.for_each([&](Index i) {
    const PartPictures<T> pictures(s, parts, i);
    const PartKernels<T> own(parts);
    conv(parts.part, pictures.in.from(x), own.from(kernels, i), pictures.out.data());
    pictures.out.to(y);
  });
}

template <class T>
void grouped_input_grad(const ConvShape& s, const T* gy, const T* kernels, T* gx) {
  if (s.geometry.groups == 1) return conv_input_grad(s, gy, kernels, gx);
  if (is_depthwise(s)) return depthwise_input_grad(s, gy, kernels, gx);
  const GroupParts parts(s);
  parts.for_each([&](Index i) {
    const PartPictures<T> pictures(s, parts, i);
    const PartKernels<T> own(parts);
    conv_input_grad(parts.part, pictures.out.from(gy), own.from(kernels, i), pictures.in.data());
    pictures.in.to(gx);
  });
}

template <class T>
void grouped_weight_grad(const ConvShape& s, const T* x, const T* gy, T* gw) {
  if (s.geometry.groups == 1) return conv_weight_grad(s, x, gy, gw);
  if (is_depthwise(s)) return depthwise_weight_grad(s, x, gy, gw);
  const GroupParts parts(s);
  parts.for_each([&](Index i) {
    const PartPictures<T> pictures(s, parts, i);
    const PartKernels<T> own(parts);
    conv_weight_grad(parts.part, pictures.in.from(x), pictures.out.from(gy), own.target(gw, i));
    own.to(gw, i);
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
