#include "agon/optim/rmsprop-inl.h"

namespace agon {
template class BasicRMSProp<float>;
template class BasicRMSProp<double>;
}  // namespace agon
