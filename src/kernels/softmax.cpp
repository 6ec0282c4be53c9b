#include "agon/kernels/softmax-inl.h"

namespace agon::kernels {

template BasicTensor<float> softmax(const BasicTensor<float>&);
template BasicTensor<float> log_softmax(const BasicTensor<float>&);
template BasicTensor<float> hardmax(const BasicTensor<float>&);
template BasicTensor<double> softmax(const BasicTensor<double>&);
template BasicTensor<double> log_softmax(const BasicTensor<double>&);
template BasicTensor<double> hardmax(const BasicTensor<double>&);

}  // namespace agon::kernels
