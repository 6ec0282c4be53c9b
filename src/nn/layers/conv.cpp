#include "agon/nn/layers/conv-inl.h"

namespace agon {

template struct BasicConv2d<float>;
template struct BasicConv2d<double>;
template struct BasicConvTranspose2d<float>;
template struct BasicConvTranspose2d<double>;

}  // namespace agon
