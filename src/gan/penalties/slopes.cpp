#include "agon/gan/penalties/slopes-inl.h"

namespace agon::detail {
template Var input_gradient(const NetworkFunction&, const Var&);
template f64::Var input_gradient(const f64::NetworkFunction&, const f64::Var&);
template Var slopes(const NetworkFunction&, const Var&);
template f64::Var slopes(const f64::NetworkFunction&, const f64::Var&);
}  // namespace agon::detail
