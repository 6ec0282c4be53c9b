#include "agon/gan/augment/ada-inl.h"

namespace agon {
template void Ada::observe(const Tensor&);
template void Ada::observe(const f64::Tensor&);
template Var Ada::operator()(const Var&) const;
template f64::Var Ada::operator()(const f64::Var&) const;
}  // namespace agon
