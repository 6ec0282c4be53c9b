#include "agon/kernels/movement-inl.h"

namespace agon::kernels {

template BasicTensor<float> broadcast_to(const BasicTensor<float>&, const Shape&);
template BasicTensor<float> transpose(const BasicTensor<float>&, std::span<const int>);
template BasicTensor<float> slice(const BasicTensor<float>&, int, std::int64_t, std::int64_t);
template BasicTensor<float> flip(const BasicTensor<float>&, std::span<const int>);
template BasicTensor<float> roll(const BasicTensor<float>&, int, std::int64_t);
template BasicTensor<float> slice_scatter(const BasicTensor<float>&, const Shape&, int, std::int64_t);
template BasicTensor<float> concat(std::span<const BasicTensor<float>>, int);
template BasicTensor<double> broadcast_to(const BasicTensor<double>&, const Shape&);
template BasicTensor<double> transpose(const BasicTensor<double>&, std::span<const int>);
template BasicTensor<double> slice(const BasicTensor<double>&, int, std::int64_t, std::int64_t);
template BasicTensor<double> flip(const BasicTensor<double>&, std::span<const int>);
template BasicTensor<double> roll(const BasicTensor<double>&, int, std::int64_t);
template BasicTensor<double> slice_scatter(const BasicTensor<double>&, const Shape&, int, std::int64_t);
template BasicTensor<double> concat(std::span<const BasicTensor<double>>, int);

}  // namespace agon::kernels
