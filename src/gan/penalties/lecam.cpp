#include "agon/gan/penalties/lecam-inl.h"

namespace agon {
template Var LeCam::operator()(const Round&);
template f64::Var LeCam::operator()(const f64::Round&);
}  // namespace agon
