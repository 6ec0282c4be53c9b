#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/gan/penalties/orthogonal.hpp"
#include "agon/gan/penalties/required.hpp"
#include "agon/optim/options.hpp"

namespace agon {
namespace detail {

template <class T>
BasicTensor<T> identity_matrix(std::int64_t n) {
  BasicTensor<T> identity = BasicTensor<T>::zeros({n, n});
  T* numbers = identity.mutable_data();
  for (std::int64_t i = 0; i < n; ++i) numbers[i * n + i] = 1;
  return identity;
}

}  // namespace detail

AGON_INLINE void Orthogonal::check() const { detail::check_above_zero("Orthogonal", "weight", weight); }

template <class T>
BasicVar<T> Orthogonal::operator()(const BasicRound<T>& round) const {
  BasicVar<T> total;
  for (const BasicVar<T>& parameter : round.parameters) {
    if (parameter.rank() < 2) continue;
    const BasicVar<T> rows = flatten(parameter), products = matmul(rows, rows, false, true);
    const BasicVar<T> identity = detail::identity_matrix<T>(rows.dim(0));
    const BasicVar<T> squares =
        sum(square(full ? products - identity : products * (static_cast<T>(1) - identity)));
    total = total.defined() ? total + squares : squares;
  }
  detail::require_member("Orthogonal", "weights of rank 2 or more", total.defined());
  return static_cast<T>(weight) * total;
}

}  // namespace agon
