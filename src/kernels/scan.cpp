#include "agon/kernels/scan-inl.h"

namespace agon::kernels {

template BasicTensor<float> cumsum(const BasicTensor<float>&, int, bool);
template BasicTensor<double> cumsum(const BasicTensor<double>&, int, bool);

}  // namespace agon::kernels
