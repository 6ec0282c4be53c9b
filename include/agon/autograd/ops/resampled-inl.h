#pragma once

#include <string>

#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/core/size2.hpp"
#include "agon/kernels/resample.hpp"

// What all operations share that change the size of pictures.
namespace agon::ops {

/// Throws Error "[name] ..." unless x is a batch of pictures of at least one pixel.
inline void check_picture(const char* name, const Shape& x) {
  if (x.rank() != 4 || x[1] < 1 || x[2] < 1)
    fail(name, "expected input [N, H, W, C] of at least one pixel, got " + to_string(x));
}

inline Size2 size_of_picture(const Shape& x) { return {x[1], x[2]}; }

/// A linear resampling along both axes, or its adjoint. The plan holds plain numbers; its rows() and
/// columns() are the taps. Each one's derivative is the other.
template <class T, class Plan>
BasicVar<T> resampled(const BasicVar<T>& x, const Plan& plan, bool adjoint = false) {
  const auto way = [adjoint](const kernels::AxisTaps& taps) {
    return adjoint ? kernels::transposed(taps) : taps;
  };
  return record<T>(adjoint ? Plan::adjoint_name : Plan::name,
                   kernels::resample(x.value(), way(plan.rows()), way(plan.columns())), {link(x)},
                   [plan, adjoint](Rule<T>& r) { r.give(0, resampled<T>(r.grad(), plan, !adjoint)); });
}

}  // namespace agon::ops
