#include "agon/gan/penalties/gradient-inl.h"

namespace agon {
template Var GradientPenalty::operator()(const Round&) const;
template f64::Var GradientPenalty::operator()(const f64::Round&) const;
template Var Dragan::operator()(const Round&) const;
template f64::Var Dragan::operator()(const f64::Round&) const;
template Var R1::operator()(const Round&) const;
template f64::Var R1::operator()(const f64::Round&) const;
template Var R2::operator()(const Round&) const;
template f64::Var R2::operator()(const f64::Round&) const;
template Var ZeroCentred::operator()(const Round&) const;
template f64::Var ZeroCentred::operator()(const f64::Round&) const;
template Var WassersteinDivergence::operator()(const Round&) const;
template f64::Var WassersteinDivergence::operator()(const f64::Round&) const;
}  // namespace agon
