#include "agon/autograd/ops/map-inl.h"

namespace agon::ops {

template void observe_map(const kernels::MapFunction<float>&, kernels::MapOperands<float>);
template void observe_map(const kernels::MapFunction<double>&, kernels::MapOperands<double>);
template Var map(const kernels::MapFunction<float>&, std::span<const Var>);
template f64::Var map(const kernels::MapFunction<double>&, std::span<const f64::Var>);

}  // namespace agon::ops
