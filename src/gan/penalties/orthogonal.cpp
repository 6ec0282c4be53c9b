#include "agon/gan/penalties/orthogonal-inl.h"

namespace agon {
template Var Orthogonal::operator()(const Round&) const;
template f64::Var Orthogonal::operator()(const f64::Round&) const;
}  // namespace agon
