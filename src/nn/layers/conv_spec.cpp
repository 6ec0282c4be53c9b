#include "agon/nn/layers/conv_spec-inl.h"

namespace agon::detail {

template BasicParameter<float> ConvSpec::weight() const;
template BasicParameter<double> ConvSpec::weight() const;

}  // namespace agon::detail
