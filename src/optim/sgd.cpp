#include "agon/optim/sgd-inl.h"

namespace agon {
template class BasicSGD<float>;
template class BasicSGD<double>;
}  // namespace agon
