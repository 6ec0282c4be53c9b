#include "agon/gan/latent-inl.h"

namespace agon {
template Tensor Latent::draw<float>(std::int64_t) const;
template f64::Tensor Latent::draw<double>(std::int64_t) const;
}  // namespace agon
