#include "agon/nn/layers/minibatch_stddev-inl.h"

namespace agon {

template struct BasicMinibatchStdDev<float>;
template struct BasicMinibatchStdDev<double>;

}  // namespace agon
