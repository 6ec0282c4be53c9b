#include "agon/kernels/attention-inl.h"

namespace agon::kernels {

template Attention<float> attention(const AttentionShape&, const BasicTensor<float>&,
                                    const BasicTensor<float>&, const BasicTensor<float>&);
template Attention<double> attention(const AttentionShape&, const BasicTensor<double>&,
                                     const BasicTensor<double>&, const BasicTensor<double>&);
template AttentionGrad<float> attention_grad(const AttentionShape&, const BasicTensor<float>&,
                                             const BasicTensor<float>&, const BasicTensor<float>&,
                                             const BasicTensor<float>&, const Attention<float>&);
template AttentionGrad<double> attention_grad(const AttentionShape&, const BasicTensor<double>&,
                                              const BasicTensor<double>&, const BasicTensor<double>&,
                                              const BasicTensor<double>&, const Attention<double>&);

}  // namespace agon::kernels
