#pragma once

#include "agon/autograd.hpp"
#include "agon/autograd/gradcheck.hpp"
#include "agon/core.hpp"
#include "agon_test.hpp"

namespace agon_test {

/// Samples of this shape, uniform on [-1, 1).
template <class T = double>
agon::BasicTensor<T> varied(const agon::Shape& shape) {
  return agon::Random(17).uniform<T>(shape, -1, 1);
}

/// What an augmentation makes of x when it draws from a stream.
template <class A, class T>
agon::BasicTensor<T> augmented(const A& augment, const agon::BasicTensor<T>& x, agon::Random& random) {
  const agon::RandomGuard guard(random);
  return augment(agon::BasicVar<T>(x)).value();
}
template <class A, class T>
agon::BasicTensor<T> augmented(const A& augment, const agon::BasicTensor<T>& x, std::uint64_t seed = 5) {
  agon::Random random(seed);
  return augmented(augment, x, random);
}

/// Elements within 1e-12 of each other.
inline bool close(const agon::f64::Tensor& a, const agon::f64::Tensor& b) {
  if (a.shape() != b.shape()) return false;
  for (std::int64_t i = 0; i < a.size(); ++i)
    if (!(std::abs(a.data()[i] - b.data()[i]) < 1e-12)) return false;
  return true;
}

/// Of so many samples, the share that is another one afterwards.
template <class A>
double share_changed(const A& augment, const agon::Shape& sample, std::int64_t count) {
  const agon::Tensor one = varied<float>(sample);
  const agon::Tensor x = agon::broadcast_to(agon::reshape(one, {1, one.size()}), {count, one.size()}).value();
  agon::Shape shape = sample;
  shape[0] = count;
  const agon::Tensor y = augmented(augment, x.reshape(shape)).reshape({count, one.size()});
  std::int64_t changed = 0;
  for (std::int64_t i = 0; i < count; ++i)
    changed += !agon::equal(agon::rows(y, i, i + 1), agon::rows(x, i, i + 1));
  return static_cast<double>(changed) / static_cast<double>(count);
}

/// Gradients of both orders, with the draws replayed; squared, so that the second order is not zero.
template <class A>
void check_gradients(const A& augment, const agon::Shape& shape) {
  const auto result = agon::gradcheck(
      [&](const std::vector<agon::f64::Var>& x) { return agon::square(augment(x[0])); }, {varied(shape)});
  INFO(result.worst);
  CHECK(result);
}

/// Each sample of the result rests on its own sample of x, and on no other.
template <class A>
void check_apart(const A& augment, const agon::Shape& shape) {
  agon::Random random(5);
  const agon::RandomGuard guard(random);
  const agon::f64::Var x = agon::variable(varied(shape));
  const agon::f64::Var y = augment(x);
  for (std::int64_t i = 0; i < shape[0]; ++i) {
    const agon::f64::Tensor slope =
        agon::grad(agon::sum(agon::square(agon::slice(y, 0, i, i + 1))), {x})[0].value();
    const agon::f64::Tensor by_sample = agon::norm_per_sample(slope).value();
    for (std::int64_t j = 0; j < shape[0]; ++j) CHECK((by_sample.data()[j] > 0) == (i == j));
  }
}

}  // namespace agon_test
