#include "agon/nn/chain-inl.h"

namespace agon {

template BasicVar<float> BasicChain<float>::operator()(const BasicVar<float>&) const;
template BasicVar<double> BasicChain<double>::operator()(const BasicVar<double>&) const;
template BasicChain<float>& BasicChain<float>::push_back(BasicAnyModule<float>);
template BasicChain<double>& BasicChain<double>::push_back(BasicAnyModule<double>);

}  // namespace agon
