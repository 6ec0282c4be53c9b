#include "agon/kernels/resample-inl.h"

namespace agon::kernels {

template BasicTensor<float> resample(const BasicTensor<float>&, const AxisTaps&, const AxisTaps&);
template BasicTensor<float> pixel_shuffle(const BasicTensor<float>&, std::int64_t);
template BasicTensor<float> pixel_unshuffle(const BasicTensor<float>&, std::int64_t);
template MaxPool<float> max_pool(const BasicTensor<float>&, const AxisSpans&, const AxisSpans&);
template BasicTensor<double> resample(const BasicTensor<double>&, const AxisTaps&, const AxisTaps&);
template BasicTensor<double> pixel_shuffle(const BasicTensor<double>&, std::int64_t);
template BasicTensor<double> pixel_unshuffle(const BasicTensor<double>&, std::int64_t);
template MaxPool<double> max_pool(const BasicTensor<double>&, const AxisSpans&, const AxisSpans&);

}  // namespace agon::kernels
