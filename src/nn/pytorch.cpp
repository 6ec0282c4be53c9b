#include "agon/nn/pytorch-inl.h"

namespace agon::detail {

template std::vector<NamedTensor> from_pytorch(std::span<const BasicSlot<float>>,
                                               const std::vector<NamedTensor>&, const PyTorchOptions&);
template std::vector<NamedTensor> from_pytorch(std::span<const BasicSlot<double>>,
                                               const std::vector<NamedTensor>&, const PyTorchOptions&);

}  // namespace agon::detail
