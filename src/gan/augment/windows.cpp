#include "agon/gan/augment/windows-inl.h"

namespace agon::detail {
template Tensor outside_windows(const std::vector<PixelWindow>&, Size2);
template f64::Tensor outside_windows(const std::vector<PixelWindow>&, Size2);
}  // namespace agon::detail
