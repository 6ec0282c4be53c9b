#include "agon/autograd/branches-inl.h"

namespace agon {

template void observe_signs(const Tensor&);
template void observe_signs(const f64::Tensor&);

}  // namespace agon
