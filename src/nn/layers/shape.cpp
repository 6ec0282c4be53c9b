#include "agon/nn/layers/shape-inl.h"

namespace agon {

template struct BasicReshape<float>;
template struct BasicReshape<double>;
template struct BasicFlatten<float>;
template struct BasicFlatten<double>;

}  // namespace agon
