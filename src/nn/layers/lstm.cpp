#include "agon/nn/layers/lstm-inl.h"

namespace agon {

template struct BasicLSTMCell<float>;
template struct BasicLSTMCell<double>;
template struct BasicLSTM<float>;
template struct BasicLSTM<double>;

}  // namespace agon
