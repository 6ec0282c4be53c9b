#include "agon/nn/layers/conv1d-inl.h"

namespace agon {

template struct BasicConv1d<float>;
template struct BasicConv1d<double>;
template struct BasicConvTranspose1d<float>;
template struct BasicConvTranspose1d<double>;

}  // namespace agon
