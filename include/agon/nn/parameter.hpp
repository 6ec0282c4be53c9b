#pragma once

#include <cstdint>
#include <utility>

#include "agon/autograd/variable.hpp"

namespace agon {

/// What a parameter does in its layer; `init` treats each kind in its own way.
enum class ParameterRole : std::uint8_t {
  weight,  ///< multiplies inputs: drawn by an initialiser
  bias,    ///< added to a sum: starts at 0
  scale,   ///< of a normalised value: starts at 1
  shift,   ///< of a normalised value: starts at 0
  other    ///< left as its owner made it
};

/// A parameter's role and, for weights, its fans: how many inputs reach one output, and how many outputs one
/// input reaches.
struct ParameterInfo {
  ParameterRole role = ParameterRole::other;
  double fan_in = 0;
  double fan_out = 0;
};

/// A variable that a network owns and an optimiser moves.
///
/// A network is a value, and so is its parameter: a copy of a leaf is a new leaf with the same tensor (shared
/// until one of them is replaced); a copy of a computed variable or of a constant is the same variable; a
/// move keeps the identity.
template <class T>
class BasicParameter : public BasicVar<T> {
 public:
  /// Undefined; to be assigned before the network is used.
  BasicParameter() = default;
  /// A new leaf. A tensor of rank 2 or more is a weight [outputs, ..., inputs] to initialisers, any other is
  /// left alone.
  BasicParameter(const BasicTensor<T>& value);
  BasicParameter(const BasicTensor<T>& value, ParameterInfo info);
  /// This variable itself, whatever it depends on.
  explicit BasicParameter(const BasicVar<T>& var);

  BasicParameter(const BasicParameter& other);
  BasicParameter(BasicParameter&& other) noexcept = default;
  BasicParameter& operator=(const BasicParameter& other);
  BasicParameter& operator=(BasicParameter&& other) noexcept = default;
  ~BasicParameter() = default;

  /// Becomes a new leaf of this value; role and fans stay.
  BasicParameter& operator=(const BasicTensor<T>& value);
  /// Becomes this variable, whatever it depends on; role and fans stay.
  BasicParameter& operator=(const BasicVar<T>& var);

  const ParameterInfo& info() const { return info_; }

 private:
  ParameterInfo info_;
};

namespace detail {
/// Never the same twice, and never 0.
std::uint64_t new_buffer_id();
}  // namespace detail

/// A tensor that a network owns and no gradient moves, such as a running mean. It is known by an identity,
/// under which forward passes note statistics for it: a copy is another buffer with the same tensor; a move
/// keeps the identity.
template <class T>
class BasicBuffer {
 public:
  using Scalar = T;

  /// Undefined; to be assigned before the network is used.
  BasicBuffer() : id_(detail::new_buffer_id()) {}
  BasicBuffer(const BasicTensor<T>& value) : value_(value), id_(detail::new_buffer_id()) {}

  BasicBuffer(const BasicBuffer& other) : value_(other.value_), id_(detail::new_buffer_id()) {}
  BasicBuffer(BasicBuffer&& other) noexcept
      : value_(std::move(other.value_)), id_(std::exchange(other.id_, detail::new_buffer_id())) {}
  BasicBuffer& operator=(const BasicBuffer& other);
  BasicBuffer& operator=(BasicBuffer&& other) noexcept {
    std::swap(value_, other.value_);
    std::swap(id_, other.id_);
    return *this;
  }
  ~BasicBuffer() = default;

  /// Takes a new value; the identity stays.
  BasicBuffer& operator=(const BasicTensor<T>& value);

  const BasicTensor<T>& value() const { return value_; }
  const Shape& shape() const { return value_.shape(); }
  std::uint64_t id() const { return id_; }

 private:
  BasicTensor<T> value_;
  std::uint64_t id_;
};

using Parameter = BasicParameter<float>;
using Buffer = BasicBuffer<float>;
namespace f64 {
using Parameter = BasicParameter<double>;
using Buffer = BasicBuffer<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/parameter-inl.h"
#endif
