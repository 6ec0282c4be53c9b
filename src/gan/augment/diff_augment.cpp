#include "agon/gan/augment/diff_augment-inl.h"

namespace agon {
template Var DiffAugment::operator()(const Var&) const;
template f64::Var DiffAugment::operator()(const f64::Var&) const;
}  // namespace agon
