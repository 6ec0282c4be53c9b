#include "agon/autograd/ops/index-inl.h"

namespace agon {

template Tensor one_hot<float>(const LabelTensor&, std::int64_t);
template f64::Tensor one_hot<double>(const LabelTensor&, std::int64_t);

}  // namespace agon
