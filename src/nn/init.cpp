#include "agon/nn/init-inl.h"

namespace agon {

template BasicTensor<float> Initializer::draw(const Shape&, double, double) const;
template BasicTensor<double> Initializer::draw(const Shape&, double, double) const;
template void detail::init_slots(std::span<const BasicSlot<float>>, const Initializer&);
template void detail::init_slots(std::span<const BasicSlot<double>>, const Initializer&);

}  // namespace agon
