#include "agon/kernels/norm-inl.h"

namespace agon::kernels {

template BatchNorm<float> batch_norm(const BasicTensor<float>&, const BasicTensor<float>&,
                                     const BasicTensor<float>&, double, float);
template BatchNormGrad<float> batch_norm_grad(const BasicTensor<float>&, const BasicTensor<float>&,
                                              const BasicTensor<float>&, const BasicTensor<float>&,
                                              const BasicTensor<float>&, const BasicTensor<float>&, float);
template BatchNorm<double> batch_norm(const BasicTensor<double>&, const BasicTensor<double>&,
                                      const BasicTensor<double>&, double, double);
template BatchNormGrad<double> batch_norm_grad(const BasicTensor<double>&, const BasicTensor<double>&,
                                               const BasicTensor<double>&, const BasicTensor<double>&,
                                               const BasicTensor<double>&, const BasicTensor<double>&,
                                               double);

template BatchNormGradGrad<float> batch_norm_grad_grad(const BasicTensor<float>&, const BasicTensor<float>&,
                                                       const BasicTensor<float>&, const BasicTensor<float>&,
                                                       const BasicTensor<float>&, const BasicTensor<float>&);
template BatchNormGradGrad<double> batch_norm_grad_grad(
    const BasicTensor<double>&, const BasicTensor<double>&, const BasicTensor<double>&,
    const BasicTensor<double>&, const BasicTensor<double>&, const BasicTensor<double>&);

}  // namespace agon::kernels
