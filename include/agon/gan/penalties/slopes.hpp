#pragma once

#include <type_traits>

#include "agon/gan/round.hpp"
#include "agon/gan/score.hpp"

/// How steep a function of samples is, as a variable that can be differentiated: what gradient penalties are
/// made of, for one's own mathematics too:
///
///     const Var steep = slopes(critic, lerp(fake, real, uniform({n, 1})));
///     const Var penalty = 10 * mean(square(steep - 1.0f));
namespace agon {

namespace detail {

template <class T>
BasicVar<T> input_gradient(const BasicNetworkFunction<T>& f, const BasicVar<T>& x);
template <class T>
BasicVar<T> slopes(const BasicNetworkFunction<T>& f, const BasicVar<T>& x);

/// Calls f where it is: a copied network would have parameters of its own.
template <class T, class F>
BasicNetworkFunction<T> refer_to(const F& f) {
  if constexpr (std::is_same_v<F, BasicNetworkFunction<T>>) {
    return f;
  } else {
    return [&f](const BasicVar<T>& x) { return score(f(x)); };
  }
}

}  // namespace detail

/// The gradient of the sum of f(x) by samples x [N, ...], a tensor or a variable that counts as a constant:
/// in the shape of x, with its graph to what f is made of. f is a network or a lambda that returns a score
/// for each sample, or an aggregate with a `score`. Where it judges each sample by itself, the gradient of a
/// sample is that of its own score. Differentiable as often as f's operations are, less one. Throws Error
/// where f is an empty function or returns one number for several samples, and as `grad` does where f does
/// not depend on x.
template <class F, class X>
auto input_gradient(const F& f, const X& x) {
  using T = typename X::Scalar;
  return detail::input_gradient<T>(detail::refer_to<T>(f), BasicVar<T>(x));
}

/// The Euclidean norm of each sample's gradient, [N]; its derivative is 0 where the norm is 0.
template <class F, class X>
auto slopes(const F& f, const X& x) {
  using T = typename X::Scalar;
  return detail::slopes<T>(detail::refer_to<T>(f), BasicVar<T>(x));
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/slopes-inl.h"
#endif
