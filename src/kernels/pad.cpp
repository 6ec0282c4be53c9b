#include "agon/kernels/pad-inl.h"

namespace agon::kernels {

template BasicTensor<float> pad(const BasicTensor<float>&, int, std::int64_t, std::int64_t, Padding);
template BasicTensor<float> pad_adjoint(const BasicTensor<float>&, int, std::int64_t, std::int64_t, Padding);
template BasicTensor<double> pad(const BasicTensor<double>&, int, std::int64_t, std::int64_t, Padding);
template BasicTensor<double> pad_adjoint(const BasicTensor<double>&, int, std::int64_t, std::int64_t,
                                         Padding);

}  // namespace agon::kernels
