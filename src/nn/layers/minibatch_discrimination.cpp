#include "agon/nn/layers/minibatch_discrimination-inl.h"

namespace agon {

template struct BasicMinibatchDiscrimination<float>;
template struct BasicMinibatchDiscrimination<double>;

}  // namespace agon
