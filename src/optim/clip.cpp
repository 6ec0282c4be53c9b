#include "agon/optim/clip-inl.h"

namespace agon::detail {
template void clip_slots<float>(std::span<const BasicSlot<float>>, double);
template void clip_slots<double>(std::span<const BasicSlot<double>>, double);
}  // namespace agon::detail
