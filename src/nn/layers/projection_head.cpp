#include "agon/nn/layers/projection_head-inl.h"

namespace agon::detail {

template BasicVar<float> add_projection(const BasicVar<float>&, const BasicVar<float>&,
                                        const BasicVar<float>&);
template BasicVar<double> add_projection(const BasicVar<double>&, const BasicVar<double>&,
                                         const BasicVar<double>&);

}  // namespace agon::detail
