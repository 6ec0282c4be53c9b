#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/group_norm.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

AGON_INLINE void check_size(const char* name, const char* what, std::int64_t size, const Shape& got) {
  if (got.size() != size)
    fail(name, std::string("expected ") + what + " of " + std::to_string(size) + " elements, got " +
                   to_string(got));
}

AGON_INLINE void check_groups(const GroupNormShape& s, const Shape& x) {
  if (s.groups < 1 || s.channels % s.groups != 0 || x.size() == 0 ||
      x.size() != s.samples * s.rows * s.channels)
    fail("group_norm", "expected input of at least one sample whose channels the groups divide, got " +
                           to_string(x) + " and " + std::to_string(s.groups) + " groups");
}

AGON_INLINE std::int64_t rows_of(const Shape& x, const Shape& gamma) {
  if (x.size() == 0 || gamma.size() == 0 || x.size() % gamma.size() != 0)
    fail("row_norm", "expected input of at least one row of gamma's size, got " + to_string(x) +
                         " and gamma " + to_string(gamma));
  return x.size() / gamma.size();
}

/// What tells whether an activation let a gradient pass: the result or, where there is none, any numbers.
template <class T>
const T* result_or(const char* name, const BasicTensor<T>& y, const BasicTensor<T>& gy, T slope) {
  if (slope == 1) return gy.data();
  check_size(name, "a result", gy.size(), y.shape());
  return y.data();
}

}  // namespace detail

template <class T>
GroupNorm<T> group_norm(const GroupNormShape& shape, const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                        const BasicTensor<T>& beta, double eps, T slope) {
  detail::check_groups(shape, x.shape());
  detail::check_size("group_norm", "gamma", shape.channels, gamma.shape());
  detail::check_size("group_norm", "beta", shape.channels, beta.shape());
  const Shape statistics{shape.samples, shape.groups};
  GroupNorm<T> result{BasicTensor<T>(x.shape()), BasicTensor<T>(statistics), BasicTensor<T>(statistics)};
  table<T>().group_norm(shape, x.data(), gamma.data(), beta.data(), eps, slope, result.y.mutable_data(),
                        result.mean.mutable_data(), result.inv_std.mutable_data());
  return result;
}

template <class T>
GroupNormGrad<T> group_norm_grad(const GroupNormShape& shape, const BasicTensor<T>& gy,
                                 const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                                 const BasicTensor<T>& mean, const BasicTensor<T>& inv_std,
                                 const BasicTensor<T>& y, T slope) {
  detail::check_groups(shape, x.shape());
  detail::check_size("group_norm", "a gradient", x.size(), gy.shape());
  detail::check_size("group_norm", "gamma", shape.channels, gamma.shape());
  detail::check_size("group_norm", "mean", shape.samples * shape.groups, mean.shape());
  detail::check_size("group_norm", "inv_std", shape.samples * shape.groups, inv_std.shape());
  GroupNormGrad<T> result{BasicTensor<T>(x.shape()), BasicTensor<T>(gamma.shape()),
                          BasicTensor<T>(gamma.shape())};
  table<T>().group_norm_grad(shape, gy.data(), x.data(), detail::result_or("group_norm", y, gy, slope), slope,
                             gamma.data(), mean.data(), inv_std.data(), result.gx.mutable_data(),
                             result.ggamma.mutable_data(), result.gbeta.mutable_data());
  return result;
}

template <class T>
GroupNorm<T> row_norm(const BasicTensor<T>& x, const BasicTensor<T>& gamma, const BasicTensor<T>& beta,
                      bool centred, double eps, T slope) {
  const std::int64_t rows = detail::rows_of(x.shape(), gamma.shape());
  detail::check_size("row_norm", "beta", gamma.size(), beta.shape());
  GroupNorm<T> result{BasicTensor<T>(x.shape()), BasicTensor<T>(Shape{rows}), BasicTensor<T>(Shape{rows})};
  table<T>().row_norm(rows, gamma.size(), centred, x.data(), gamma.data(), beta.data(), eps, slope,
                      result.y.mutable_data(), result.mean.mutable_data(), result.inv_std.mutable_data());
  return result;
}

template <class T>
GroupNormGrad<T> row_norm_grad(const BasicTensor<T>& gy, const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                               const BasicTensor<T>& mean, const BasicTensor<T>& inv_std, bool centred,
                               bool affine, const BasicTensor<T>& y, T slope) {
  const std::int64_t rows = detail::rows_of(x.shape(), gamma.shape());
  detail::check_size("row_norm", "a gradient", x.size(), gy.shape());
  detail::check_size("row_norm", "mean", rows, mean.shape());
  detail::check_size("row_norm", "inv_std", rows, inv_std.shape());
  GroupNormGrad<T> result{BasicTensor<T>(x.shape()), {}, {}};
  if (affine) result.ggamma = result.gbeta = BasicTensor<T>(gamma.shape());
  table<T>().row_norm_grad(
      rows, gamma.size(), centred, gy.data(), x.data(), detail::result_or("row_norm", y, gy, slope), slope,
      gamma.data(), mean.data(), inv_std.data(), result.gx.mutable_data(),
      affine ? result.ggamma.mutable_data() : nullptr, affine ? result.gbeta.mutable_data() : nullptr);
  return result;
}

template <class T>
GroupNormGradGrad<T> group_norm_grad_grad(const GroupNormShape& shape, const BasicTensor<T>& u,
                                          const BasicTensor<T>& gy, const BasicTensor<T>& x,
                                          const BasicTensor<T>& gamma, const BasicTensor<T>& mean,
                                          const BasicTensor<T>& inv_std) {
  detail::check_groups(shape, x.shape());
  detail::check_size("group_norm", "a gradient", x.size(), gy.shape());
  detail::check_size("group_norm", "a gradient", x.size(), u.shape());
  detail::check_size("group_norm", "gamma", shape.channels, gamma.shape());
  detail::check_size("group_norm", "mean", shape.samples * shape.groups, mean.shape());
  detail::check_size("group_norm", "inv_std", shape.samples * shape.groups, inv_std.shape());
  GroupNormGradGrad<T> result{BasicTensor<T>(x.shape()), BasicTensor<T>(x.shape()),
                              BasicTensor<T>(gamma.shape())};
  table<T>().group_norm_grad_grad(shape, u.data(), gy.data(), x.data(), gamma.data(), mean.data(),
                                  inv_std.data(), result.ggy.mutable_data(), result.ggx.mutable_data(),
                                  result.ggamma.mutable_data());
  return result;
}

template <class T>
GroupNormGradGrad<T> row_norm_grad_grad(const BasicTensor<T>& u, const BasicTensor<T>& gy,
                                        const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                                        const BasicTensor<T>& mean, const BasicTensor<T>& inv_std,
                                        bool centred) {
  const std::int64_t rows = detail::rows_of(x.shape(), gamma.shape());
  detail::check_size("row_norm", "a gradient", x.size(), gy.shape());
  detail::check_size("row_norm", "a gradient", x.size(), u.shape());
  detail::check_size("row_norm", "mean", rows, mean.shape());
  detail::check_size("row_norm", "inv_std", rows, inv_std.shape());
  GroupNormGradGrad<T> result{BasicTensor<T>(x.shape()), BasicTensor<T>(x.shape()),
                              BasicTensor<T>(gamma.shape())};
  table<T>().row_norm_grad_grad(rows, gamma.size(), centred, u.data(), gy.data(), x.data(), gamma.data(),
                                mean.data(), inv_std.data(), result.ggy.mutable_data(),
                                result.ggx.mutable_data(), result.ggamma.mutable_data());
  return result;
}

}  // namespace agon::kernels
