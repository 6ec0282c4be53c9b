#include "agon/gan/augment/x_flip-inl.h"

namespace agon {
template Var XFlip::operator()(const Var&) const;
template f64::Var XFlip::operator()(const f64::Var&) const;
}  // namespace agon
