#pragma once

#include "agon/core/tensor.hpp"
#include "agon/kernels/plain.hpp"

namespace agon::kernels {

/// op of every element; see Unary for what p0 and p1 are.
template <class T>
BasicTensor<T> unary(Unary op, const BasicTensor<T>& x, T p0 = 0, T p1 = 0);

/// op of every pair of elements, with NumPy's broadcasting. Throws Error "[add] ..." (the op's name) where
/// the shapes do not broadcast.
template <class T>
BasicTensor<T> binary(Binary op, const BasicTensor<T>& a, const BasicTensor<T>& b, T p0 = 0);

/// The shape of an operation on a and b: axes aligned at the back, sizes equal or 1.
/// Throws Error "[name] expected shapes that broadcast, got ...".
Shape broadcast_shape(const char* name, const Shape& a, const Shape& b);

/// into += x. Throws Error "[accumulate] ..." where the shapes differ.
template <class T>
void accumulate(BasicTensor<T>& into, const BasicTensor<T>& x);

/// "add" and so on: the names in messages.
const char* name_of(Unary op);
const char* name_of(Binary op);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/map-inl.h"
#endif
