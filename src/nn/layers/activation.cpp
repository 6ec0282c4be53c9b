#include "agon/nn/layers/activation-inl.h"

namespace agon {

template struct BasicReLU<float>;
template struct BasicReLU<double>;
template struct BasicLeakyReLU<float>;
template struct BasicLeakyReLU<double>;
template struct BasicTanh<float>;
template struct BasicTanh<double>;
template struct BasicSigmoid<float>;
template struct BasicSigmoid<double>;
template struct BasicSoftplus<float>;
template struct BasicSoftplus<double>;

}  // namespace agon
