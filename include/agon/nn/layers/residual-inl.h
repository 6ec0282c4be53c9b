#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/residual.hpp"

namespace agon::detail {

template <class T>
BasicVar<T> add_branches(const BasicVar<T>& shortcut, const BasicVar<T>& body) {
  if (shortcut.shape() != body.shape())
    fail("Residual", "expected shortcut and body of one shape, got " + to_string(shortcut.shape()) + " and " +
                         to_string(body.shape()));
  return shortcut + body;
}

template <class T>
BasicVar<T> join_branches(const BasicVar<T>& x, const BasicVar<T>& body) {
  const Shape &a = x.shape(), &b = body.shape();
  if (a.rank() < 2 || a.rank() != b.rank() || Shape(a.begin(), a.end() - 1) != Shape(b.begin(), b.end() - 1))
    fail("DenseConcat", "expected input [N, ..., C] and a body that keeps all but C, got " + to_string(a) +
                            " and " + to_string(b));
  return concat({x, body}, -1);
}

}  // namespace agon::detail
