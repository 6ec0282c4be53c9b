#include "agon/gan/penalties/consistency-inl.h"

namespace agon {
template Var detail::disagreement(const char*, const Round&, const Var&, const Tensor&, const Var&);
template f64::Var detail::disagreement(const char*, const f64::Round&, const f64::Var&, const f64::Tensor&,
                                       const f64::Var&);
template Var LatentConsistency::operator()(const Round&) const;
template f64::Var LatentConsistency::operator()(const f64::Round&) const;
template Var LatentSensitivity::operator()(const Round&) const;
template f64::Var LatentSensitivity::operator()(const f64::Round&) const;
}  // namespace agon
