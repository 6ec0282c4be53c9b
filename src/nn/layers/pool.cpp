#include "agon/nn/layers/pool-inl.h"

namespace agon {

template struct BasicAvgPool2d<float>;
template struct BasicAvgPool2d<double>;
template struct BasicMaxPool2d<float>;
template struct BasicMaxPool2d<double>;
template struct BasicGlobalAvgPool<float>;
template struct BasicGlobalAvgPool<double>;
template struct BasicGlobalSumPool<float>;
template struct BasicGlobalSumPool<double>;
template struct BasicAdaptiveAvgPool2d<float>;
template struct BasicAdaptiveAvgPool2d<double>;

}  // namespace agon
