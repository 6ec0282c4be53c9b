#include "agon/kernels/map-inl.h"

namespace agon::kernels {

template BasicTensor<float> unary(Unary, const BasicTensor<float>&, float, float);
template BasicTensor<float> binary(Binary, const BasicTensor<float>&, const BasicTensor<float>&, float);
template void accumulate(BasicTensor<float>&, const BasicTensor<float>&);
template BasicTensor<double> unary(Unary, const BasicTensor<double>&, double, double);
template BasicTensor<double> binary(Binary, const BasicTensor<double>&, const BasicTensor<double>&, double);
template void accumulate(BasicTensor<double>&, const BasicTensor<double>&);

}  // namespace agon::kernels
