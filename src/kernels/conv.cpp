#include "agon/kernels/conv-inl.h"

namespace agon::kernels {

template BasicTensor<float> conv2d(const BasicTensor<float>&, const BasicTensor<float>&, const ConvGeometry&);
template BasicTensor<float> conv2d_input_grad(const BasicTensor<float>&, const BasicTensor<float>&,
                                              std::int64_t, std::int64_t, const ConvGeometry&);
template BasicTensor<float> conv2d_weight_grad(const BasicTensor<float>&, const BasicTensor<float>&,
                                               const ConvGeometry&);
template BasicTensor<double> conv2d(const BasicTensor<double>&, const BasicTensor<double>&,
                                    const ConvGeometry&);
template BasicTensor<double> conv2d_input_grad(const BasicTensor<double>&, const BasicTensor<double>&,
                                               std::int64_t, std::int64_t, const ConvGeometry&);
template BasicTensor<double> conv2d_weight_grad(const BasicTensor<double>&, const BasicTensor<double>&,
                                                const ConvGeometry&);

}  // namespace agon::kernels
