#include "agon/nn/build-inl.h"

namespace agon {

template class BasicLayerRegistry<float>;
template class BasicLayerRegistry<double>;

}  // namespace agon
