#include "agon/kernels/reduce-inl.h"

namespace agon::kernels {

template BasicTensor<float> sum(const BasicTensor<float>&, std::span<const int>, bool);
template BasicTensor<float> largest(const BasicTensor<float>&, std::span<const int>, bool);
template BasicTensor<float> smallest(const BasicTensor<float>&, std::span<const int>, bool);
template double sum_of_squares(const BasicTensor<float>&);
template bool all_finite(const BasicTensor<float>&);
template BasicTensor<double> sum(const BasicTensor<double>&, std::span<const int>, bool);
template BasicTensor<double> largest(const BasicTensor<double>&, std::span<const int>, bool);
template BasicTensor<double> smallest(const BasicTensor<double>&, std::span<const int>, bool);
template double sum_of_squares(const BasicTensor<double>&);
template bool all_finite(const BasicTensor<double>&);

}  // namespace agon::kernels
