#pragma once

#include "agon/core/tensor.hpp"

namespace agon::kernels {

/// e^x over its sum along the last axis, safe for large x. Throws Error "[softmax] ..." where x is a scalar.
template <class T>
BasicTensor<T> softmax(const BasicTensor<T>& x);

/// The logarithm of softmax, computed as x - max - log(sum e^(x - max)).
template <class T>
BasicTensor<T> log_softmax(const BasicTensor<T>& x);

/// 1 at the first of the largest along the last axis, 0 elsewhere. Throws Error "[hardmax] ..." where x is a
/// scalar.
template <class T>
BasicTensor<T> hardmax(const BasicTensor<T>& x);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/softmax-inl.h"
#endif
