#pragma once

#include <cstdint>
#include <span>
#include <type_traits>

#include "agon/nn/module.hpp"

namespace agon {

/// What follows a layer, for `gain`.
enum class Nonlinearity : std::uint8_t { linear, sigmoid, tanh, relu, leaky_relu, selu };

/// The factor by which weights before a nonlinearity should deviate more than 1 / sqrt(fan), so that signals
/// keep their size: 1 for none and for sigmoid, 5/3 for tanh, sqrt(2) for relu, sqrt(2 / (1 + slope^2)) for
/// leaky relu and 3/4 for selu (the values of PyTorch's calculate_gain). Only leaky relu reads `slope`.
/// Throws Error where that is not finite.
double gain(Nonlinearity nonlinearity, double slope = 0.01);

/// Which connections a variance is divided by: those into an output, which keeps the size of signals, or
/// those out of an input, which keeps that of gradients.
enum class Fan : std::uint8_t { in, out };

/// How the weights of a network start: a recipe, drawn from `current_random()` where it is applied.
class Initializer {
 public:
  enum class Kind : std::uint8_t {
    constant,
    normal,
    truncated_normal,
    uniform,
    xavier_normal,
    xavier_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
    orthogonal
  };
  /// Throws Error on parameters that are not finite or out of range, naming the recipe.
  Initializer(Kind kind, double a, double b = 0, double bound = 2);
  Initializer(Kind kind, double a, Fan fan) : Initializer(kind, a) { fan_ = fan; }

  /// Values for a tensor of this shape. Xavier, He and LeCun need fans > 0 and orthogonal a rank >= 2; throws
  /// Error otherwise.
  template <class T>
  BasicTensor<T> draw(const Shape& shape, double fan_in, double fan_out) const;

 private:
  double scaled_variance(double fan_in, double fan_out) const;

  Kind kind_;
  Fan fan_ = Fan::in;
  double a_, b_, bound_;
};

/// Normal deviates: `init(net, normal(0, 0.02f))` is DCGAN's start (Radford et al. 2016). Deviation >= 0.
/// A template, so that `normal({3}, 0, 1)` stays the tensor of that shape.
template <class Mean, class Deviation>
requires std::is_arithmetic_v<Mean> && std::is_arithmetic_v<Deviation> Initializer
normal(Mean mean, Deviation deviation) {
  return {Initializer::Kind::normal, static_cast<double>(mean), static_cast<double>(deviation)};
}

/// Normal deviates drawn again until they lie within `bound` deviations of the mean; the deviation is that
/// before they are cut. Deviation >= 0, bound >= 0.01.
Initializer truncated_normal(double mean, double deviation, double bound = 2);

/// Uniform on [low, high).
template <class Low, class High>
requires std::is_arithmetic_v<Low> && std::is_arithmetic_v<High> Initializer uniform(Low low, High high) {
  return {Initializer::Kind::uniform, static_cast<double>(low), static_cast<double>(high)};
}

Initializer constant(double value);
Initializer zeros();

/// Glorot and Bengio 2010: variance gain^2 * 2 / (fan_in + fan_out).
Initializer xavier_normal(double gain = 1);
Initializer xavier_uniform(double gain = 1);

/// He et al. 2015: variance 2 / ((1 + slope^2) fan), for layers before a leaky relu of this slope.
Initializer he_normal(double slope = 0, Fan fan = Fan::in);
Initializer he_uniform(double slope = 0, Fan fan = Fan::in);

/// Variance gain^2 / fan: LeCun et al. 1998 with gain 1, and before other nonlinearities with theirs:
/// `lecun_normal(gain(Nonlinearity::tanh))`.
Initializer lecun_normal(double gain = 1, Fan fan = Fan::in);
Initializer lecun_uniform(double gain = 1, Fan fan = Fan::in);

/// Saxe et al. 2014: gain times a random matrix with orthonormal rows or, where there are fewer of them,
/// columns. A weight counts as the matrix [first axis, all others].
Initializer orthogonal(double gain = 1);

/// What the layers start with: uniform on [-1, 1) / sqrt(fan_in).
Initializer layer_default();

namespace detail {
template <class T>
void init_slots(std::span<const BasicSlot<T>> slots, const Initializer& initializer);
}

/// Starts a whole network anew: every weight (of dense layers, convolutions, minibatch discrimination, and
/// one's own of rank 2 or more) is drawn, biases and shifts become 0, scales 1; other parameters and the
/// buffers stay. Fans count connections: a strided transposed convolution's output meets only 1 / (stride
/// height * stride width) of its kernel.
template <Network Net>
void init(Net& net, const Initializer& initializer) {
  detail::init_slots<network_scalar_t<Net>>(slots(net), initializer);
}

/// Starts one parameter anew, whatever its role.
template <class T>
void init(BasicParameter<T>& parameter, const Initializer& initializer) {
  parameter = initializer.draw<T>(parameter.shape(), parameter.info().fan_in, parameter.info().fan_out);
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/init-inl.h"
#endif
