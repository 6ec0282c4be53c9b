#include "agon/gan/penalties/path_length-inl.h"

namespace agon {
template Var PathLength::operator()(const Round&);
template f64::Var PathLength::operator()(const f64::Round&);
}  // namespace agon
