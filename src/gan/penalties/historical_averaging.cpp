#include "agon/gan/penalties/historical_averaging-inl.h"

namespace agon {
template struct BasicHistoricalAveraging<float>;
template struct BasicHistoricalAveraging<double>;
}  // namespace agon
