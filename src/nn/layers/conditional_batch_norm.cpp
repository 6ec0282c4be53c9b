#include "agon/nn/layers/conditional_batch_norm-inl.h"

namespace agon {

template struct BasicConditionalBatchNorm<float>;
template struct BasicConditionalBatchNorm<double>;

}  // namespace agon
