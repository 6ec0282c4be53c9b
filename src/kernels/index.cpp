#include "agon/kernels/index-inl.h"

namespace agon::kernels {

template BasicTensor<float> take(const BasicTensor<float>&, const LabelTensor&, int);
template BasicTensor<float> scatter_add(const BasicTensor<float>&, const LabelTensor&, int, std::int64_t);
template BasicTensor<float> take_along(const BasicTensor<float>&, const LabelTensor&, int);
template BasicTensor<float> scatter_add_along(const BasicTensor<float>&, const LabelTensor&, int,
                                              std::int64_t);
template LabelTensor top_k(const BasicTensor<float>&, std::int64_t);
template BasicTensor<float> one_hot(const LabelTensor&, std::int64_t);
template BasicTensor<double> take(const BasicTensor<double>&, const LabelTensor&, int);
template BasicTensor<double> scatter_add(const BasicTensor<double>&, const LabelTensor&, int, std::int64_t);
template BasicTensor<double> take_along(const BasicTensor<double>&, const LabelTensor&, int);
template BasicTensor<double> scatter_add_along(const BasicTensor<double>&, const LabelTensor&, int,
                                               std::int64_t);
template LabelTensor top_k(const BasicTensor<double>&, std::int64_t);
template BasicTensor<double> one_hot(const LabelTensor&, std::int64_t);

}  // namespace agon::kernels
