#include "agon/gan/augment/instance_noise-inl.h"

namespace agon {
template Var InstanceNoise::operator()(const Var&) const;
template f64::Var InstanceNoise::operator()(const f64::Var&) const;
}  // namespace agon
