#include "agon/nn/walk-inl.h"

namespace agon::detail {

template class Walk<float>;
template class Walk<double>;

}  // namespace agon::detail
