#include "agon/kernels/group_norm-inl.h"

namespace agon::kernels {

template GroupNorm<float> group_norm(const GroupNormShape&, const BasicTensor<float>&,
                                     const BasicTensor<float>&, const BasicTensor<float>&, double, float);
template GroupNormGrad<float> group_norm_grad(const GroupNormShape&, const BasicTensor<float>&,
                                              const BasicTensor<float>&, const BasicTensor<float>&,
                                              const BasicTensor<float>&, const BasicTensor<float>&,
                                              const BasicTensor<float>&, float);
template GroupNorm<float> row_norm(const BasicTensor<float>&, const BasicTensor<float>&,
                                   const BasicTensor<float>&, bool, double, float);
template GroupNormGrad<float> row_norm_grad(const BasicTensor<float>&, const BasicTensor<float>&,
                                            const BasicTensor<float>&, const BasicTensor<float>&,
                                            const BasicTensor<float>&, bool, bool, const BasicTensor<float>&,
                                            float);
template GroupNorm<double> group_norm(const GroupNormShape&, const BasicTensor<double>&,
                                      const BasicTensor<double>&, const BasicTensor<double>&, double, double);
template GroupNormGrad<double> group_norm_grad(const GroupNormShape&, const BasicTensor<double>&,
                                               const BasicTensor<double>&, const BasicTensor<double>&,
                                               const BasicTensor<double>&, const BasicTensor<double>&,
                                               const BasicTensor<double>&, double);
template GroupNorm<double> row_norm(const BasicTensor<double>&, const BasicTensor<double>&,
                                    const BasicTensor<double>&, bool, double, double);
template GroupNormGrad<double> row_norm_grad(const BasicTensor<double>&, const BasicTensor<double>&,
                                             const BasicTensor<double>&, const BasicTensor<double>&,
                                             const BasicTensor<double>&, bool, bool,
                                             const BasicTensor<double>&, double);

template GroupNormGradGrad<float> group_norm_grad_grad(const GroupNormShape&, const BasicTensor<float>&,
                                                       const BasicTensor<float>&, const BasicTensor<float>&,
                                                       const BasicTensor<float>&, const BasicTensor<float>&,
                                                       const BasicTensor<float>&);
template GroupNormGradGrad<float> row_norm_grad_grad(const BasicTensor<float>&, const BasicTensor<float>&,
                                                     const BasicTensor<float>&, const BasicTensor<float>&,
                                                     const BasicTensor<float>&, const BasicTensor<float>&,
                                                     bool);
template GroupNormGradGrad<double> group_norm_grad_grad(
    const GroupNormShape&, const BasicTensor<double>&, const BasicTensor<double>&, const BasicTensor<double>&,
    const BasicTensor<double>&, const BasicTensor<double>&, const BasicTensor<double>&);
template GroupNormGradGrad<double> row_norm_grad_grad(const BasicTensor<double>&, const BasicTensor<double>&,
                                                      const BasicTensor<double>&, const BasicTensor<double>&,
                                                      const BasicTensor<double>&, const BasicTensor<double>&,
                                                      bool);

}  // namespace agon::kernels
