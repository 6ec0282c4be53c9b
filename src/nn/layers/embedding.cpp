#include "agon/nn/layers/embedding-inl.h"

namespace agon {

template struct BasicEmbedding<float>;
template struct BasicEmbedding<double>;

}  // namespace agon
