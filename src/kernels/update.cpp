#include "agon/kernels/update-inl.h"

namespace agon::kernels {

template void adam_update(std::span<const UpdateSpan<float>>, const AdamNumbers&, std::int64_t);
template void sgd_update(std::span<const UpdateSpan<float>>, const SgdNumbers&);
template void rmsprop_update(std::span<const UpdateSpan<float>>, const RmspropNumbers&);
template void clip_update(std::span<const UpdateSpan<float>>, float);
template void adam_update(std::span<const UpdateSpan<double>>, const AdamNumbers&, std::int64_t);
template void sgd_update(std::span<const UpdateSpan<double>>, const SgdNumbers&);
template void rmsprop_update(std::span<const UpdateSpan<double>>, const RmspropNumbers&);
template void clip_update(std::span<const UpdateSpan<double>>, double);

}  // namespace agon::kernels
