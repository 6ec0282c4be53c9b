#pragma once

#include <utility>

#include "agon/autograd/node.hpp"
#include "agon/core/tensor.hpp"

namespace agon {

/// A tensor with a place in a graph, or a constant, which has none. A handle: copies are the same variable.
/// T is float or double.
template <class T>
class BasicVar : private detail::AnyVar {
 public:
  using Scalar = T;

  /// An undefined variable; ask `defined()`.
  BasicVar() = default;
  /// A constant. Implicit, so that tensors go wherever variables do.
  BasicVar(const BasicTensor<T>& constant) : AnyVar{constant.erased(), nullptr} {}

  bool defined() const { return AnyVar::value.defined(); }
  /// Whether gradients can flow to it.
  bool tracked() const { return static_cast<bool>(AnyVar::node); }
  BasicTensor<T> value() const { return BasicTensor<T>::from(AnyVar::value); }
  const Shape& shape() const { return AnyVar::value.shape(); }
  int rank() const { return shape().rank(); }
  std::int64_t dim(int axis) const { return shape()[axis]; }
  std::int64_t size() const { return defined() ? shape().size() : 0; }
  /// The one element of a variable of size 1. Throws Error otherwise.
  T item() const { return value().item(); }

  /// Whether both are the same variable of the same graph (not: whether their values are equal).
  bool same_as(const BasicVar& other) const { return tracked() && AnyVar::node == other.AnyVar::node; }

  const detail::AnyVar& erased() const { return *this; }
  /// The typed view of an erased variable. Throws Error where its type is another one.
  static BasicVar from(const detail::AnyVar& any) {
    BasicVar var(BasicTensor<T>::from(any.value));
    var.AnyVar::node = any.node;
    return var;
  }
};

using Var = BasicVar<float>;
namespace f64 {
using Var = BasicVar<double>;
}

/// A new leaf: a value that gradients can be asked for.
template <class T>
BasicVar<T> variable(const BasicTensor<T>& value) {
  return BasicVar<T>::from({value.erased(), detail::new_leaf(value.erased())});
}

/// The same value as a constant: gradients do not flow through it.
template <class T>
BasicVar<T> detach(const BasicVar<T>& x) {
  return x.value();
}

/// `output` with a note on it, for `grad` to find. An untracked output becomes tracked. Does nothing where
/// recording or noting is off. Meant for the fresh result of an operation: the note is seen by all who hold
/// `output`.
template <class T>
BasicVar<T> note(const BasicVar<T>& output, Note note);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/variable-inl.h"
#endif
