#include "agon/gan/penalty-inl.h"

namespace agon::detail {
template class Penalties<float>;
template class Penalties<double>;
}  // namespace agon::detail
