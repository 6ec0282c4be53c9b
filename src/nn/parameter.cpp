#include "agon/nn/parameter-inl.h"

namespace agon {

template class BasicParameter<float>;
template class BasicParameter<double>;
template class BasicBuffer<float>;
template class BasicBuffer<double>;

}  // namespace agon
