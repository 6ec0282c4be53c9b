#include "agon/gan/recipes/conv_networks-inl.h"

namespace agon::recipe {
template struct ConvCritic<Conv2d, Linear>;
template struct ConvCritic<SpectralNorm<Conv2d>, SpectralNorm<Linear>>;
}  // namespace agon::recipe
