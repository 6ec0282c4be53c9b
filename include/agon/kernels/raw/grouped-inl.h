#pragma once

#include "agon/kernels/raw/conv-inl.h"
#include "agon/kernels/raw/conv_input_grad-inl.h"
#include "agon/kernels/raw/depthwise-inl.h"

// Convolutions of any number of groups. Each group of some channels is a convolution of its own, with
// pictures that are copied from among the others' channels and back: a few hundredths of the products' time.
namespace agon::kernels::AGON_ISA_NAMESPACE {

inline ConvShape group_of(const ConvShape& s) {
  ConvShape group = s;
  group.in /= s.geometry.groups;
  group.out /= s.geometry.groups;
  group.geometry.groups = 1;
  return group;
}

/// Calls body(group) for each group, side by side where they are many. Where they are few, threads meet
/// inside.
template <class Body>
void for_each_group(const ConvShape& s, const Body& body) {
  constexpr Index many = 8;
  const Index groups = s.geometry.groups;
  if (groups >= many) return for_each_block(groups, 1, body);
  for (Index i = 0; i < groups; ++i) body(i);
}

/// `n` channels of each pixel, which has `x_channels` of them in x and `y_channels` in y.
template <class T>
void copy_channels(Index pixels, Index n, const T* x, Index x_channels, T* y, Index y_channels) {
  for_each_range(pixels, max_of(1, map_block / n), map_grain, [=](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) copy_run(x + i * x_channels, n, y + i * y_channels);
  });
}

/// One group's channels of a picture.
template <class T>
class GroupChannels {
 public:
  GroupChannels(Index pixels, Index channels, Index group, Index groups)
      : pixels_(pixels), all_(channels), n_(channels / groups), first_(group * n_), storage_(pixels * n_) {}

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

template <class T>
void grouped_conv(const ConvShape& s, const T* x, const T* kernels, T* y) {
  if (s.geometry.groups == 1) return conv(s, x, kernels, y);
  if (is_depthwise(s)) return depthwise_conv(s, x, kernels, y);
  const ConvShape one = group_of(s);
  for_each_group(s, [&](Index group) {
    const GroupChannels<T> in(s.images * s.h * s.w, s.in, group, s.geometry.groups);
    const GroupChannels<T> out(pixels_of(s), s.out, group, s.geometry.groups);
    conv(one, in.from(x), kernels + group * one.out * window_of(one), out.data());
    out.to(y);
  });
}

template <class T>
void grouped_input_grad(const ConvShape& s, const T* gy, const T* kernels, T* gx) {
  if (s.geometry.groups == 1) return conv_input_grad(s, gy, kernels, gx);
  if (is_depthwise(s)) return depthwise_input_grad(s, gy, kernels, gx);
  const ConvShape one = group_of(s);
  for_each_group(s, [&](Index group) {
    const GroupChannels<T> in(s.images * s.h * s.w, s.in, group, s.geometry.groups);
    const GroupChannels<T> out(pixels_of(s), s.out, group, s.geometry.groups);
    conv_input_grad(one, out.from(gy), kernels + group * one.out * window_of(one), in.data());
    in.to(gx);
  });
}

template <class T>
void grouped_weight_grad(const ConvShape& s, const T* x, const T* gy, T* gw) {
  if (s.geometry.groups == 1) return conv_weight_grad(s, x, gy, gw);
  if (is_depthwise(s)) return depthwise_weight_grad(s, x, gy, gw);
  const ConvShape one = group_of(s);
  for_each_group(s, [&](Index group) {
    const GroupChannels<T> in(s.images * s.h * s.w, s.in, group, s.geometry.groups);
    const GroupChannels<T> out(pixels_of(s), s.out, group, s.geometry.groups);
    conv_weight_grad(one, in.from(x), out.from(gy), gw + group * one.out * window_of(one));
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
