#include "agon/core/tensor-inl.h"

namespace agon {

#define AGON_INSTANTIATE(T)                                                                \
  template class BasicTensor<T>;                                                           \
  template bool equal(const BasicTensor<T>&, const BasicTensor<T>&);                       \
  template BasicTensor<T> rows(const BasicTensor<T>&, std::int64_t, std::int64_t);         \
  template BasicTensor<T> take_rows(const BasicTensor<T>&, std::span<const std::int64_t>); \
  template BasicTensor<float> cast(const BasicTensor<T>&);                                 \
  template BasicTensor<double> cast(const BasicTensor<T>&);                                \
  template BasicTensor<std::int64_t> cast(const BasicTensor<T>&);                          \
  template BasicTensor<std::uint8_t> cast(const BasicTensor<T>&);

AGON_INSTANTIATE(float)
AGON_INSTANTIATE(double)
AGON_INSTANTIATE(std::int64_t)
AGON_INSTANTIATE(std::uint8_t)

}  // namespace agon
