#include "agon/autograd/ops/finish-inl.h"

namespace agon::ops {

template Var activation_grad(const Activation&, const Var&, const Var&);
template f64::Var activation_grad(const Activation&, const f64::Var&, const f64::Var&);
template void observe_signs(const Tensor&);
template void observe_signs(const f64::Tensor&);
template void finish(const char*, Tensor&, const Var&, const Activation&);
template void finish(const char*, f64::Tensor&, const f64::Var&, const Activation&);

}  // namespace agon::ops
