#include "agon/kernels/resample-inl.h"

namespace agon::kernels {

template BasicTensor<float> resample(const BasicTensor<float>&, const AxisTaps&, const AxisTaps&);
template MaxPool<float> max_pool(const BasicTensor<float>&, const AxisSpans&, const AxisSpans&);
template BasicTensor<double> resample(const BasicTensor<double>&, const AxisTaps&, const AxisTaps&);
template MaxPool<double> max_pool(const BasicTensor<double>&, const AxisSpans&, const AxisSpans&);

}  // namespace agon::kernels
