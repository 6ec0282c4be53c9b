#include "agon/nn/layers/pack-inl.h"

namespace agon {

template struct BasicPack<float>;
template struct BasicPack<double>;

}  // namespace agon
