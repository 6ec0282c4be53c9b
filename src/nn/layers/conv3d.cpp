#include "agon/nn/layers/conv3d-inl.h"

namespace agon {

template struct BasicConv3d<float>;
template struct BasicConv3d<double>;
template struct BasicConvTranspose3d<float>;
template struct BasicConvTranspose3d<double>;

}  // namespace agon
