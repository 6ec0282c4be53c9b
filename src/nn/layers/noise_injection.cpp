#include "agon/nn/layers/noise_injection-inl.h"

namespace agon {

template struct BasicNoiseInjection<float>;
template struct BasicNoiseInjection<double>;

}  // namespace agon
