#include "agon/optim/optimiser-inl.h"

namespace agon {
template class BasicOptimiser<float>;
template class BasicOptimiser<double>;
}  // namespace agon
