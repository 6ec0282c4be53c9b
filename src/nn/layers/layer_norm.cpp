#include "agon/nn/layers/layer_norm-inl.h"

namespace agon {

template struct BasicLayerNorm<float>;
template struct BasicLayerNorm<double>;

}  // namespace agon
