#include "agon/gan/minimax_moves-inl.h"

namespace agon::detail {
template class MinimaxMoves<float>;
template class MinimaxMoves<double>;
}  // namespace agon::detail
