#include "agon/optim/adam-inl.h"

namespace agon {
template class BasicAdam<float>;
template class BasicAdam<double>;
}  // namespace agon
