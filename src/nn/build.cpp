#include "agon/nn/build-inl.h"

namespace agon {

template class BasicBlockConfig<float>;
template class BasicBlockConfig<double>;
template class BasicLayerRegistry<float>;
template class BasicLayerRegistry<double>;

}  // namespace agon
