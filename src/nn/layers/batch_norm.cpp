#include "agon/nn/layers/batch_norm-inl.h"

namespace agon {

template struct BasicBatchNorm<float>;
template struct BasicBatchNorm<double>;

}  // namespace agon
