#include "agon/nn/layers/residual-inl.h"

namespace agon::detail {

template BasicVar<float> add_branches(const BasicVar<float>&, const BasicVar<float>&);
template BasicVar<double> add_branches(const BasicVar<double>&, const BasicVar<double>&);
template BasicVar<float> join_branches(const BasicVar<float>&, const BasicVar<float>&);
template BasicVar<double> join_branches(const BasicVar<double>&, const BasicVar<double>&);

}  // namespace agon::detail
