#include "agon/nn/layers/constant_input-inl.h"

namespace agon {

template struct BasicConstantInput<float>;
template struct BasicConstantInput<double>;

}  // namespace agon
