#include "agon/nn/layers/multi_head_attention-inl.h"

namespace agon {

template struct BasicMultiHeadAttention<float>;
template struct BasicMultiHeadAttention<double>;

}  // namespace agon
