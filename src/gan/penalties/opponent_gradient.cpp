#include "agon/gan/penalties/opponent_gradient-inl.h"

namespace agon {
template Var OpponentGradient::operator()(const Round&) const;
template f64::Var OpponentGradient::operator()(const f64::Round&) const;
}  // namespace agon
