#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/round.hpp"
#include "agon_test.hpp"

/// A small game whose networks are written twice, in plain numbers and in operations: what penalties are held
/// against.
namespace penalty_toy {

using namespace agon;
using agon_test::Approx;
using Numbers = std::vector<double>;

inline constexpr std::int64_t count = 3, width = 4, latents = 2;

template <class T>
BasicTensor<T> tensor(const Shape& shape, const Numbers& values) {
  return cast<T>(f64::Tensor(shape, values));
}
inline Numbers row_of(const Numbers& all, std::int64_t i, std::int64_t size) {
  return {all.begin() + i * size, all.begin() + (i + 1) * size};
}
inline double square_of(const Numbers& x) {
  double total = 0;
  for (const double e : x) total += e * e;
  return total;
}
inline double dot(const Numbers& a, const Numbers& b) {
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
  return total;
}
inline Numbers plus(Numbers a, const Numbers& b, double scale = 1) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += scale * b[i];
  return a;
}

/// D(x) = tanh(a . x) + b |x|^2, of parameters {a, b}.
struct Critic {
  Numbers theta{0.7, -1.1, 0.4, 0.9, 0.3};

  Numbers a() const { return {theta.begin(), theta.end() - 1}; }
  double bend(const Numbers& x) const { return 1 - std::pow(std::tanh(dot(a(), x)), 2); }
  double operator()(const Numbers& x) const { return std::tanh(dot(a(), x)) + theta.back() * square_of(x); }
  /// The gradient by x, and its norm.
  Numbers gradient(const Numbers& x) const {
    Numbers g = x;
    for (std::size_t i = 0; i < x.size(); ++i) g[i] = bend(x) * theta[i] + 2 * theta.back() * x[i];
    return g;
  }
  double slope(const Numbers& x) const { return std::sqrt(square_of(gradient(x))); }
  /// The gradient by the parameters.
  Numbers by_theta(const Numbers& x) const {
    Numbers g;
    for (const double e : x) g.push_back(bend(x) * e);
    g.push_back(square_of(x));
    return g;
  }
};

/// The same in operations: scores [N].
template <class T>
BasicVar<T> criticise(const BasicVar<T>& a, const BasicVar<T>& b, const BasicVar<T>& x) {
  const BasicVar<T> rows = flatten(x);
  return reshape(tanh(matmul(rows, a)), {-1}) + b * sum(square(rows), {1});
}

/// G(z) = tanh(W z), of the rows of W [width, latents].
struct Maker {
  Numbers w{0.5, -0.3, 0.8, 0.6, -0.9, 0.2, 0.4, 1.1};

  Numbers operator()(const Numbers& z) const {
    Numbers x;
    for (std::int64_t i = 0; i < width; ++i) x.push_back(std::tanh(dot(row_of(w, i, latents), z)));
    return x;
  }
};

template <class T>
BasicVar<T> make(const BasicVar<T>& w, const BasicVar<T>& z, const Shape& shape) {
  return reshape(tanh(matmul(z, w, false, true)), shape);
}

inline const Numbers real_numbers{0.9, -0.4, 0.3, 1.2, -0.7, 0.2, 0.5, -0.1, 1.4, -1.3, 0.8, 0.6};
inline const Numbers latent_numbers{0.4, -1.2, 1.1, 0.5, -0.8, 0.9};
inline const Shape sample_shape{count, 2, 1, 2};
inline Numbers real_row(std::int64_t i) { return row_of(real_numbers, i, width); }
inline Numbers latent_row(std::int64_t i) { return row_of(latent_numbers, i, latents); }

/// What a penalty draws, drawn again: numbers of type T from the same place of the same stream.
class Replay {
 public:
  explicit Replay(bool single) : single_(single) {}
  static Random stream() { return Random(11, "penalty"); }

  Numbers uniform(const Shape& shape) {
    return single_ ? numbers(random_.uniform<float>(shape)) : numbers(random_.uniform<double>(shape));
  }
  Numbers normal(const Shape& shape, double deviation = 1) {
    return single_ ? numbers(random_.normal<float>(shape, 0, static_cast<float>(deviation)))
                   : numbers(random_.normal<double>(shape, 0, deviation));
  }

 private:
  template <class T>
  static Numbers numbers(const BasicTensor<T>& drawn) {
    return {drawn.values().begin(), drawn.values().end()};
  }
  bool single_;
  Random random_ = stream();
};

/// A step of the game, with the parameters of both players as leaves.
template <class T>
struct Toy {
  BasicVar<T> a, b, w;
  BasicRound<T> round;

  Toy(const Critic& critic, const Maker& maker, Numbers real = real_numbers) {
    a = variable(tensor<T>({width, 1}, critic.a()));
    b = variable(tensor<T>({1}, {critic.theta.back()}));
    w = variable(tensor<T>({width, latents}, maker.w));
    round.real = tensor<T>(sample_shape, real);
    round.latent = tensor<T>({count, latents}, latent_numbers);
    round.fake = make(w, BasicVar<T>(round.latent), sample_shape).value();
    round.discriminator = [a = a, b = b](const BasicVar<T>& x) { return criticise(a, b, x); };
    round.generator = [w = w](const BasicVar<T>& z) {
      return make(w, z, {z.dim(0), sample_shape[1], sample_shape[2], sample_shape[3]});
    };
  }
};

/// The value of a penalty written by hand, of the parameters of both players.
using Hand = std::function<double(const Critic&, const Maker&, Replay)>;

enum class Side { discriminator, generator };

inline double central(const std::function<double(double)>& f) { return (f(1e-5) - f(-1e-5)) / 2e-5; }

/// The penalty of a step, drawing from the stream that Replay repeats.
template <class T, class Penalty>
BasicVar<T> penalise(Penalty penalty, const BasicRound<T>& round) {
  Random random = Replay::stream();
  const RandomGuard guard(random);
  return penalty(round);
}

inline void check_gradient(const f64::Tensor& gradient, std::size_t first, const Numbers& at,
                           const std::function<double(const Numbers&)>& hand) {
  for (std::int64_t i = 0; i < gradient.size(); ++i) {
    const auto moved = [&](double h) {
      Numbers theta = at;
      theta[first + static_cast<std::size_t>(i)] += h;
      return hand(theta);
    };
    INFO("parameter " << first + static_cast<std::size_t>(i));
    CHECK(gradient.data()[i] == Approx(central(moved)).epsilon(1e-6).margin(1e-8));
  }
}

/// Takes steps down a penalty alone, and checks that it falls.
template <class Penalty>
void check_falls(Penalty penalty, Side side) {
  Critic critic;
  Maker maker;
  const double before = penalise(penalty, Toy<double>(critic, maker).round).item();
  for (int step = 0; step < 20; ++step) {
    const Toy<double> toy(critic, maker);
    f64::VarList parameters{toy.w};
    if (side == Side::discriminator) parameters = {toy.a, toy.b};
    const auto gradients = grad(penalise(penalty, toy.round), parameters);
    Numbers all;
    for (const f64::Var& gradient : gradients) {
      const f64::Tensor values = gradient.value();
      all.insert(all.end(), values.values().begin(), values.values().end());
    }
    Numbers& theta = side == Side::discriminator ? critic.theta : maker.w;
    theta = plus(theta, all, -0.005 / std::sqrt(square_of(all)));
  }
  CHECK(penalise(penalty, Toy<double>(critic, maker).round).item() < before - 0.01 * std::abs(before));
}

/// The value in both scalars, and the derivatives by the parameters of the side that it is for, against the
/// formula's; and that it falls when it is trained alone.
template <class Penalty>
void check_penalty(const Penalty& penalty, Side side, const Hand& hand) {
  const Critic critic;
  const Maker maker;
  const Toy<double> toy(critic, maker);
  const f64::Var loss = penalise(penalty, toy.round);
  CHECK(loss.rank() == 0);
  CHECK(loss.item() == Approx(hand(critic, maker, Replay(false))).epsilon(1e-10));
  if (side == Side::discriminator) {
    const auto gradients = grad(loss, {toy.a, toy.b});
    const auto of_theta = [&](const Numbers& theta) { return hand({theta}, maker, Replay(false)); };
    check_gradient(gradients[0].value(), 0, critic.theta, of_theta);
    check_gradient(gradients[1].value(), width, critic.theta, of_theta);
  } else {
    check_gradient(grad(loss, {toy.w})[0].value(), 0, maker.w,
                   [&](const Numbers& w) { return hand(critic, {w}, Replay(false)); });
  }
  const Toy<float> single(critic, maker);
  CHECK(static_cast<double>(penalise(penalty, single.round).item()) ==
        Approx(hand(critic, maker, Replay(true))).epsilon(1e-4));
  check_falls(penalty, side);
}

/// That check() refuses every weight that is not above 0 and finite, and takes the default.
template <class Penalty>
void check_weight(Penalty penalty, const std::string& name, double Penalty::*weight,
                  const std::string& option = "weight") {
  penalty.check();
  const std::string sentence = "[" + name + "] expected " + option + " > 0, got ";
  penalty.*weight = 0;
  REQUIRE_ERROR(penalty.check(), sentence + "0");
  penalty.*weight = -2;
  REQUIRE_ERROR(penalty.check(), sentence + "-2");
  penalty.*weight = std::numeric_limits<double>::quiet_NaN();
  REQUIRE_ERROR(penalty.check(), sentence + "nan");
  penalty.*weight = std::numeric_limits<double>::infinity();
  REQUIRE_ERROR(penalty.check(), sentence + "inf");
}

/// The mean of f over the numbers of samples.
inline double mean_over(const std::function<double(std::int64_t)>& f) {
  double total = 0;
  for (std::int64_t i = 0; i < count; ++i) total += f(i) / static_cast<double>(count);
  return total;
}

}  // namespace penalty_toy
