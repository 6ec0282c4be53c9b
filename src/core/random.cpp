#include "agon/core/random-inl.h"

namespace agon {

template Tensor Random::uniform(const Shape&, float, float);
template f64::Tensor Random::uniform(const Shape&, double, double);
template Tensor Random::normal(const Shape&, float, float);
template f64::Tensor Random::normal(const Shape&, double, double);

}  // namespace agon
