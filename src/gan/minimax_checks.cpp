#include "agon/gan/minimax_checks-inl.h"

namespace agon::detail {
template DiscriminatorStep summarise<float>(const Tensor&, const Tensor&, bool);
template DiscriminatorStep summarise<double>(const f64::Tensor&, const f64::Tensor&, bool);
}  // namespace agon::detail
