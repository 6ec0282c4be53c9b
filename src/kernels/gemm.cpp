#include "agon/kernels/gemm-inl.h"

namespace agon::kernels {

template BasicTensor<float> matmul(const BasicTensor<float>&, const BasicTensor<float>&, bool, bool);
template BasicTensor<double> matmul(const BasicTensor<double>&, const BasicTensor<double>&, bool, bool);
template BasicTensor<float> batch_matmul(const BasicTensor<float>&, const BasicTensor<float>&, bool, bool);
template BasicTensor<double> batch_matmul(const BasicTensor<double>&, const BasicTensor<double>&, bool, bool);

}  // namespace agon::kernels
