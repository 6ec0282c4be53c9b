#include "agon/kernels/update-inl.h"

namespace agon::kernels {

template void adam_update(std::span<const UpdateSpan<float>>, const AdamOptions&, std::int64_t);
template void sgd_update(std::span<const UpdateSpan<float>>, const SgdOptions&);
template void rmsprop_update(std::span<const UpdateSpan<float>>, const RmspropOptions&);
template void clip_update(std::span<const UpdateSpan<float>>, float);
template void adam_update(std::span<const UpdateSpan<double>>, const AdamOptions&, std::int64_t);
template void sgd_update(std::span<const UpdateSpan<double>>, const SgdOptions&);
template void rmsprop_update(std::span<const UpdateSpan<double>>, const RmspropOptions&);
template void clip_update(std::span<const UpdateSpan<double>>, double);

}  // namespace agon::kernels
