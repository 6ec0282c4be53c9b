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
template struct BasicPReLU<float>;
template struct BasicPReLU<double>;
template struct BasicELU<float>;
template struct BasicELU<double>;
template struct BasicSELU<float>;
template struct BasicSELU<double>;
template struct BasicGELU<float>;
template struct BasicGELU<double>;
template struct BasicSiLU<float>;
template struct BasicSiLU<double>;
template struct BasicMish<float>;
template struct BasicMish<double>;
template struct BasicHardtanh<float>;
template struct BasicHardtanh<double>;
template struct BasicMaxout<float>;
template struct BasicMaxout<double>;
template struct BasicGLU<float>;
template struct BasicGLU<double>;
template struct BasicSoftmax<float>;
template struct BasicSoftmax<double>;
template struct BasicLogSoftmax<float>;
template struct BasicLogSoftmax<double>;

}  // namespace agon
