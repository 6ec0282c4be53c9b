#include "agon/optim/descend-inl.h"

namespace agon {
template class BasicDescent<float>;
template class BasicDescent<double>;
template Descent descent(const SGD&);
template f64::Descent descent(const f64::SGD&);
template Descent descent(const Adam&);
template f64::Descent descent(const f64::Adam&);
template Descent descent(const RMSProp&);
template f64::Descent descent(const f64::RMSProp&);
}  // namespace agon
