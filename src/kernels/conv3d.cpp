#include "agon/kernels/conv3d-inl.h"

namespace agon::kernels {

template BasicTensor<float> conv3d(const BasicTensor<float>&, const BasicTensor<float>&,
                                   const Conv3dGeometry&);
template BasicTensor<float> conv3d_input_grad(const BasicTensor<float>&, const BasicTensor<float>&,
                                              const Size3&, const Conv3dGeometry&);
template BasicTensor<float> conv3d_weight_grad(const BasicTensor<float>&, const BasicTensor<float>&,
                                               const Conv3dGeometry&);
template BasicTensor<double> conv3d(const BasicTensor<double>&, const BasicTensor<double>&,
                                    const Conv3dGeometry&);
template BasicTensor<double> conv3d_input_grad(const BasicTensor<double>&, const BasicTensor<double>&,
                                               const Size3&, const Conv3dGeometry&);
template BasicTensor<double> conv3d_weight_grad(const BasicTensor<double>&, const BasicTensor<double>&,
                                                const Conv3dGeometry&);

}  // namespace agon::kernels
