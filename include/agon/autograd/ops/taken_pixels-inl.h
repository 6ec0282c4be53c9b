#pragma once

#include <bit>
#include <cstdint>

#include "agon/autograd/branches.hpp"
#include "agon/autograd/ops/resampled-inl.h"
#include "agon/kernels/pixels.hpp"

// The operations of pixels.hpp behind their checks, for rules and operations whose numbers are right. The
// numbers hang on the graph as a constant of int64, and rules read them as they read a kept input.
namespace agon::ops {

/// Tells the BranchMonitor in scope, if there is one, numbers that were found by comparing values.
template <class T>
void observe_numbers(const BasicTensor<T>& numbers) {
  if (!observing_branches()) return;
  for (T number : numbers.values()) observe_branch(std::bit_cast<std::uint64_t>(static_cast<double>(number)));
}

template <class T>
LabelTensor pixel_numbers(const Rule<T>& r, std::size_t i) {
  return r.template input<std::int64_t>(i).value();
}

template <class T>
BasicVar<T> scatter_pixels(const BasicVar<T>& y, const LabelTensor& index, Size2 size);

template <class T>
BasicVar<T> gather_pixels(const BasicVar<T>& x, const LabelTensor& index) {
  const BasicVar<std::int64_t> at = index;
  return record<T>(
      "gather_pixels", kernels::gather_pixels(x.value(), index), {link(x), keep(at)}, [](Rule<T>& r) {
        r.give(0, scatter_pixels<T>(r.grad(), pixel_numbers(r, 1), size_of_picture(r.input_shape(0))));
      });
}

template <class T>
BasicVar<T> scatter_pixels(const BasicVar<T>& y, const LabelTensor& index, Size2 size) {
  const BasicVar<std::int64_t> at = index;
  return record<T>("scatter_pixels", kernels::scatter_pixels(y.value(), index, size), {link(y), keep(at)},
                   [](Rule<T>& r) { r.give(0, gather_pixels<T>(r.grad(), pixel_numbers(r, 1))); });
}

template <class T>
BasicVar<T> spread_pixels(const BasicVar<T>& y, const BasicVar<T>& weights, const LabelTensor& index,
                          Size2 size);
template <class T>
BasicVar<T> pixel_products(const BasicVar<T>& x, const BasicVar<T>& y, const LabelTensor& index);

template <class T>
BasicVar<T> blend_pixels(const BasicVar<T>& x, const BasicVar<T>& weights, const LabelTensor& index) {
  const BasicVar<std::int64_t> at = index;
  return record<T>(
      "blend_pixels", kernels::blend_pixels(x.value(), weights.value(), index),
      {keep_if(weights.tracked(), x), keep_if(x.tracked(), weights), keep(at)}, [](Rule<T>& r) {
        const LabelTensor places = pixel_numbers(r, 2);
        if (r.wants(0))
          r.give(0, spread_pixels<T>(r.grad(), r.input(1), places, size_of_picture(r.input_shape(0))));
        if (r.wants(1)) r.give(1, pixel_products<T>(r.input(0), r.grad(), places));
      });
}

template <class T>
BasicVar<T> spread_pixels(const BasicVar<T>& y, const BasicVar<T>& weights, const LabelTensor& index,
                          Size2 size) {
  const BasicVar<std::int64_t> at = index;
  return record<T>("spread_pixels", kernels::spread_pixels(y.value(), weights.value(), index, size),
                   {keep_if(weights.tracked(), y), keep_if(y.tracked(), weights), keep(at)}, [](Rule<T>& r) {
                     const LabelTensor places = pixel_numbers(r, 2);
                     if (r.wants(0)) r.give(0, blend_pixels<T>(r.grad(), r.input(1), places));
                     if (r.wants(1)) r.give(1, pixel_products<T>(r.grad(), r.input(0), places));
                   });
}

template <class T>
BasicVar<T> pixel_products(const BasicVar<T>& x, const BasicVar<T>& y, const LabelTensor& index) {
  const BasicVar<std::int64_t> at = index;
  return record<T>(
      "pixel_products", kernels::pixel_products(x.value(), y.value(), index),
      {keep_if(y.tracked(), x), keep_if(x.tracked(), y), keep(at)}, [](Rule<T>& r) {
        const LabelTensor places = pixel_numbers(r, 2);
        if (r.wants(0))
          r.give(0, spread_pixels<T>(r.input(1), r.grad(), places, size_of_picture(r.input_shape(0))));
        if (r.wants(1)) r.give(1, blend_pixels<T>(r.input(0), r.grad(), places));
      });
}

}  // namespace agon::ops
