#include "agon/nn/layers/group_norm-inl.h"

namespace agon {

template struct BasicGroupNorm<float>;
template struct BasicGroupNorm<double>;
template struct BasicInstanceNorm<float>;
template struct BasicInstanceNorm<double>;
template struct BasicPixelNorm<float>;
template struct BasicPixelNorm<double>;

}  // namespace agon
