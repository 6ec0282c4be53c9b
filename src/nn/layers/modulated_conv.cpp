#include "agon/nn/layers/modulated_conv-inl.h"

namespace agon {

template struct BasicModulatedConv2d<float>;
template struct BasicModulatedConv2d<double>;

}  // namespace agon
