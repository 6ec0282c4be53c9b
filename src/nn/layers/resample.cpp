#include "agon/nn/layers/resample-inl.h"

namespace agon {

template struct BasicPixelShuffle<float>;
template struct BasicPixelShuffle<double>;
template struct BasicPixelUnshuffle<float>;
template struct BasicPixelUnshuffle<double>;
template struct BasicUpsample<float>;
template struct BasicUpsample<double>;
template struct BasicBlurPool<float>;
template struct BasicBlurPool<double>;

}  // namespace agon
