#include "agon/optim/optimiser-inl.h"

namespace agon {
namespace detail {
template void check_step<float>(const char*, std::span<const Slot>, const Gradients&,
                                std::span<const OptimiserMemory<Tensor>>);
template void check_step<float>(const char*, std::span<const Slot>, const Gradients&,
                                std::span<const OptimiserMemory<Var>>);
template void check_step<double>(const char*, std::span<const f64::Slot>, const f64::Gradients&,
                                 std::span<const OptimiserMemory<f64::Tensor>>);
template void check_step<double>(const char*, std::span<const f64::Slot>, const f64::Gradients&,
                                 std::span<const OptimiserMemory<f64::Var>>);
}  // namespace detail
template class BasicOptimiser<float>;
template class BasicOptimiser<double>;
}  // namespace agon
