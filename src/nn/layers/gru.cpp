#include "agon/nn/layers/gru-inl.h"

namespace agon {

template struct BasicGRUCell<float>;
template struct BasicGRUCell<double>;
template struct BasicGRU<float>;
template struct BasicGRU<double>;

}  // namespace agon
