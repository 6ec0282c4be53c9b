#pragma once

#include "agon/autograd/variable.hpp"

namespace agon {

/// x in another precision: `cast<double>(x)`, `cast<float>(x)`. Linear; its gradient is cast back. Casting to
/// the same type returns x itself. Differentiable to any order.
template <class To>
BasicVar<To> cast(const Var& x);
template <class To>
BasicVar<To> cast(const f64::Var& x);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/cast-inl.h"
#endif
