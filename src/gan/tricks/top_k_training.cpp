#include "agon/gan/tricks/top_k_training-inl.h"

namespace agon::detail {

template LabelTensor best_samples(const Var&, double);
template LabelTensor best_samples(const f64::Var&, double);

}  // namespace agon::detail
