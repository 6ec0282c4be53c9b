#include "agon/nn/layers/self_attention-inl.h"

namespace agon::detail {

template BasicVar<float> attend(const BasicVar<float>&, const BasicVar<float>&, const BasicVar<float>&, bool);
template BasicVar<double> attend(const BasicVar<double>&, const BasicVar<double>&, const BasicVar<double>&,
                                 bool);
template BasicVar<float> add_attention(const BasicVar<float>&, const BasicVar<float>&,
                                       const BasicVar<float>&);
template BasicVar<double> add_attention(const BasicVar<double>&, const BasicVar<double>&,
                                        const BasicVar<double>&);

}  // namespace agon::detail
