#include "agon/nn/save-inl.h"

namespace agon::detail {

template std::vector<NamedTensor> state_of(std::span<const BasicSlot<float>>);
template std::vector<NamedTensor> state_of(std::span<const BasicSlot<double>>);
template std::string take_state(std::span<const BasicSlot<float>>, const std::vector<NamedTensor>&);
template std::string take_state(std::span<const BasicSlot<double>>, const std::vector<NamedTensor>&);

}  // namespace agon::detail
