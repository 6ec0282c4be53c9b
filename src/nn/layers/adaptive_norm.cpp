#include "agon/nn/layers/adaptive_norm-inl.h"

namespace agon {

template struct BasicAdaptiveInstanceNorm<float>;
template struct BasicAdaptiveInstanceNorm<double>;

}  // namespace agon
