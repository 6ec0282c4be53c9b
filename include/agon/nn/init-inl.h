#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "agon/core/error.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/init.hpp"

namespace agon {
namespace detail {

AGON_INLINE const char* kind_name(Initializer::Kind kind) {
  switch (kind) {
    case Initializer::Kind::constant:
      return "constant";
    case Initializer::Kind::normal:
      return "normal";
    case Initializer::Kind::truncated_normal:
      return "truncated_normal";
    case Initializer::Kind::uniform:
      return "uniform";
    case Initializer::Kind::xavier_normal:
      return "xavier_normal";
    case Initializer::Kind::xavier_uniform:
      return "xavier_uniform";
    case Initializer::Kind::he_normal:
      return "he_normal";
    case Initializer::Kind::he_uniform:
      return "he_uniform";
    case Initializer::Kind::lecun_normal:
      return "lecun_normal";
    case Initializer::Kind::lecun_uniform:
      return "lecun_uniform";
    case Initializer::Kind::orthogonal:
      return "orthogonal";
  }
  return "initializer";
}

// Makes `count` rows of `width` normal deviates orthonormal, by Gram and Schmidt twice over: once leaves
// rounding errors that grow with the size. Uniform over all such matrices.
AGON_INLINE void orthonormalise(std::vector<double>& values, std::size_t count, std::size_t width) {
  for (std::size_t row = 0; row < count; ++row) {
    double* v = values.data() + row * width;
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t earlier = 0; earlier < row; ++earlier) {
        const double* u = values.data() + earlier * width;
        double dot = 0;
        for (std::size_t i = 0; i < width; ++i) dot += u[i] * v[i];
        for (std::size_t i = 0; i < width; ++i) v[i] -= dot * u[i];
      }
      double squares = 0;
      for (std::size_t i = 0; i < width; ++i) squares += v[i] * v[i];
      const double scale = 1 / std::sqrt(squares);
      for (std::size_t i = 0; i < width; ++i) v[i] *= scale;
    }
  }
}

template <class T>
BasicTensor<T> draw_orthogonal(const Shape& shape, double gain) {
  if (shape.rank() < 2 || shape.size() == 0)
    fail("orthogonal", "expected a weight of rank 2 or more, got " + to_string(shape));
  const auto rows = static_cast<std::size_t>(shape[0]);
  const auto columns = static_cast<std::size_t>(shape.size()) / rows;
  const std::size_t count = std::min(rows, columns), width = std::max(rows, columns);
  const BasicTensor<double> deviates = current_random().normal<double>({shape.size()});
  std::vector<double> values(deviates.values().begin(), deviates.values().end());
  orthonormalise(values, count, width);
  BasicTensor<T> result(shape);
  T* out = result.mutable_data();
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c)
      out[r * columns + c] =
          static_cast<T>(gain * (rows <= columns ? values[r * width + c] : values[c * width + r]));
  return result;
}

// Draws again what fell outside, in order, until nothing has.
template <class T>
BasicTensor<T> draw_truncated(const Shape& shape, double mean, double deviation, double bound) {
  BasicTensor<T> result = current_random().normal<T>(shape);
  std::vector<T*> outside;
  for (T& value : result.mutable_values()) outside.push_back(&value);
  const T most = static_cast<T>(bound);
  for (;;) {
    std::erase_if(outside, [most](const T* value) { return std::abs(*value) <= most; });
    if (outside.empty()) break;
    const BasicTensor<T> again = current_random().normal<T>({static_cast<std::int64_t>(outside.size())});
    for (std::size_t i = 0; i < outside.size(); ++i) *outside[i] = again.data()[i];
  }
  for (T& value : result.mutable_values())
    value = static_cast<T>(mean + deviation * static_cast<double>(value));
  return result;
}

template <class T>
void init_slots(std::span<const BasicSlot<T>> slots, const Initializer& initializer) {
  for (const BasicSlot<T>& slot : slots) {
    if (slot.kind != SlotKind::parameter) continue;
    BasicParameter<T>& parameter = *slot.parameter;
    switch (parameter.info().role) {
      case ParameterRole::weight:
        init(parameter, initializer);
        break;
      case ParameterRole::scale:
        init(parameter, constant(1));
        break;
      case ParameterRole::bias:
      case ParameterRole::shift:
        init(parameter, zeros());
        break;
      case ParameterRole::other:
        break;
    }
  }
}

}  // namespace detail

AGON_INLINE double gain(Nonlinearity nonlinearity, double slope) {
  switch (nonlinearity) {
    case Nonlinearity::linear:
    case Nonlinearity::sigmoid:
      return 1;
    case Nonlinearity::tanh:
      return 5.0 / 3;
    case Nonlinearity::relu:
      return std::sqrt(2.0);
    case Nonlinearity::leaky_relu:
      if (!std::isfinite(slope)) fail("gain", "expected a finite slope, got " + std::to_string(slope));
      return std::sqrt(2 / (1 + slope * slope));
    case Nonlinearity::selu:
      return 0.75;
  }
  return 1;
}

AGON_INLINE Initializer::Initializer(Kind kind, double a, double b, double bound)
    : kind_(kind), a_(a), b_(b), bound_(bound) {
  const bool two = kind == Kind::normal || kind == Kind::truncated_normal || kind == Kind::uniform;
  const auto complain = [&](const std::string& expected) {
    fail(detail::kind_name(kind),
         "expected " + expected + ", got " + std::to_string(a) + (two ? " and " + std::to_string(b) : ""));
  };
  const bool finite = std::isfinite(a) && std::isfinite(b);
  const bool gaussian = kind == Kind::normal || kind == Kind::truncated_normal;
  if (gaussian && !(finite && b >= 0)) complain("a finite mean and a finite deviation >= 0");
  if (kind == Kind::uniform && !(finite && a <= b)) complain("finite bounds low <= high");
  if (!finite) complain("a finite number");
  if (!(bound >= 0.01))
    fail(detail::kind_name(kind), "expected a bound >= 0.01 deviations, got " + std::to_string(bound));
}

// The variance of the recipes that keep the size of signals.
AGON_INLINE double Initializer::scaled_variance(double fan_in, double fan_out) const {
  const double fan = fan_ == Fan::in ? fan_in : fan_out;
  switch (kind_) {
    case Kind::xavier_normal:
    case Kind::xavier_uniform:
      return a_ * a_ * 2 / (fan_in + fan_out);
    case Kind::he_normal:
    case Kind::he_uniform:
      return 2 / ((1 + a_ * a_) * fan);
    default:
      return a_ * a_ / fan;
  }
}

template <class T>
BasicTensor<T> Initializer::draw(const Shape& shape, double fan_in, double fan_out) const {
  Random& random = current_random();
  const auto variance = [&] {
    if (!(fan_in > 0) || !(fan_out > 0))
      fail(detail::kind_name(kind_),
           "expected a weight that has inputs and outputs, got " + to_string(shape));
    return scaled_variance(fan_in, fan_out);
  };
  switch (kind_) {
    case Kind::constant:
      return BasicTensor<T>(shape, static_cast<T>(a_));
    case Kind::normal:
      return random.normal<T>(shape, static_cast<T>(a_), static_cast<T>(b_));
    case Kind::truncated_normal:
      return detail::draw_truncated<T>(shape, a_, b_, bound_);
    case Kind::uniform:
      return random.uniform<T>(shape, static_cast<T>(a_), static_cast<T>(b_));
    case Kind::orthogonal:
      return detail::draw_orthogonal<T>(shape, a_);
    case Kind::xavier_normal:
    case Kind::he_normal:
    case Kind::lecun_normal:
      return random.normal<T>(shape, T{0}, static_cast<T>(std::sqrt(variance())));
    case Kind::xavier_uniform:
    case Kind::he_uniform:
    case Kind::lecun_uniform: {
      const T bound = static_cast<T>(std::sqrt(3 * variance()));
      return random.uniform<T>(shape, -bound, bound);
    }
  }
  return {};
}

AGON_INLINE Initializer constant(double value) { return {Initializer::Kind::constant, value}; }
AGON_INLINE Initializer zeros() { return constant(0); }
AGON_INLINE Initializer xavier_normal(double gain) { return {Initializer::Kind::xavier_normal, gain}; }
AGON_INLINE Initializer xavier_uniform(double gain) { return {Initializer::Kind::xavier_uniform, gain}; }
AGON_INLINE Initializer truncated_normal(double mean, double deviation, double bound) {
  return {Initializer::Kind::truncated_normal, mean, deviation, bound};
}
AGON_INLINE Initializer he_normal(double slope, Fan fan) {
  return {Initializer::Kind::he_normal, slope, fan};
}
AGON_INLINE Initializer he_uniform(double slope, Fan fan) {
  return {Initializer::Kind::he_uniform, slope, fan};
}
AGON_INLINE Initializer lecun_normal(double gain, Fan fan) {
  return {Initializer::Kind::lecun_normal, gain, fan};
}
AGON_INLINE Initializer lecun_uniform(double gain, Fan fan) {
  return {Initializer::Kind::lecun_uniform, gain, fan};
}
AGON_INLINE Initializer orthogonal(double gain) { return {Initializer::Kind::orthogonal, gain}; }
AGON_INLINE Initializer layer_default() { return he_uniform(std::sqrt(5.0)); }

}  // namespace agon
