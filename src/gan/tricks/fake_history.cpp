#include "agon/gan/tricks/fake_history-inl.h"

namespace agon {

template class BasicFakeHistory<float>;
template class BasicFakeHistory<double>;

}  // namespace agon
