#include "agon/optim/average-inl.h"

namespace agon::detail {
template void average_slots<float>(const std::vector<Slot>&, const std::vector<Slot>&, double);
template void average_slots<double>(const std::vector<f64::Slot>&, const std::vector<f64::Slot>&, double);
}  // namespace agon::detail
