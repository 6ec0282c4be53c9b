#include "agon/nn/layers/dropout-inl.h"

namespace agon {

template struct BasicDropout<float>;
template struct BasicDropout<double>;

}  // namespace agon
