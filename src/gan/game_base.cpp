#include "agon/gan/game_base-inl.h"

namespace agon {
template class GameBase<float>;
template class GameBase<double>;
}  // namespace agon
