#include "agon/autograd/ops/cast-inl.h"

namespace agon {

template Var cast<float>(const Var&);
template f64::Var cast<double>(const Var&);
template Var cast<float>(const f64::Var&);
template f64::Var cast<double>(const f64::Var&);

}  // namespace agon
