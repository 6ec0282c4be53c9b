#include "agon/data/loader-inl.h"

#include "agon/data/order-inl.h"

namespace agon {

template class BasicTensorLoader<float>;
template class BasicTensorLoader<double>;

}  // namespace agon
