#include "agon/kernels/map-inl.h"

namespace agon::kernels {

template BasicTensor<float> map_value(const MapFunction<float>&, MapOperands<float>);
template std::vector<BasicTensor<float>> map_gradients(const MapFunction<float>&, MapOperands<float>,
                                                       const BasicTensor<float>&, std::uint32_t);
template BasicTensor<float> map_derivative(const MapFunction<float>&, MapOperands<float>,
                                           const BasicTensor<float>&, std::span<const std::int8_t>);
template void map_over(const MapFunction<float>&, BasicTensor<float>&, const BasicTensor<float>&);
template Trace map_trace(const MapFunction<float>&);
template std::uint64_t map_branches(const MapFunction<float>&, MapOperands<float>);
template void accumulate(BasicTensor<float>&, const BasicTensor<float>&);
template BasicTensor<double> map_value(const MapFunction<double>&, MapOperands<double>);
template std::vector<BasicTensor<double>> map_gradients(const MapFunction<double>&, MapOperands<double>,
                                                        const BasicTensor<double>&, std::uint32_t);
template BasicTensor<double> map_derivative(const MapFunction<double>&, MapOperands<double>,
                                            const BasicTensor<double>&, std::span<const std::int8_t>);
template void map_over(const MapFunction<double>&, BasicTensor<double>&, const BasicTensor<double>&);
template Trace map_trace(const MapFunction<double>&);
template std::uint64_t map_branches(const MapFunction<double>&, MapOperands<double>);
template void accumulate(BasicTensor<double>&, const BasicTensor<double>&);

}  // namespace agon::kernels
