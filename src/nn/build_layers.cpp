#include "agon/nn/build_layers-inl.h"

namespace agon::detail {

template void add_layers(BasicLayerRegistry<float>&);
template void add_layers(BasicLayerRegistry<double>&);

}  // namespace agon::detail
