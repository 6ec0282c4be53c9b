#include "agon/nn/layers/virtual_batch_norm-inl.h"

namespace agon {

template struct BasicVirtualBatchNorm<float>;
template struct BasicVirtualBatchNorm<double>;

}  // namespace agon
