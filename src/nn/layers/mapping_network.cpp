#include "agon/nn/layers/mapping_network-inl.h"

namespace agon::detail {

template BasicVar<float> unit_latent(const BasicVar<float>&, std::int64_t);
template BasicVar<double> unit_latent(const BasicVar<double>&, std::int64_t);
template BasicVar<float> style_activation(const BasicVar<float>&);
template BasicVar<double> style_activation(const BasicVar<double>&);
template BasicVar<float> note_style(const BasicVar<float>&, const BasicBuffer<float>&, double);
template BasicVar<double> note_style(const BasicVar<double>&, const BasicBuffer<double>&, double);
template BasicVar<float> truncate_style(const BasicVar<float>&, const BasicTensor<float>&, double);
template BasicVar<double> truncate_style(const BasicVar<double>&, const BasicTensor<double>&, double);

}  // namespace agon::detail
