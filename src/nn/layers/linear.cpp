#include "agon/nn/layers/linear-inl.h"

namespace agon {

template struct BasicLinear<float>;
template struct BasicLinear<double>;

}  // namespace agon
