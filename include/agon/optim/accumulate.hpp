#pragma once

#include "agon/autograd/grad.hpp"

namespace agon {

/// Gradient accumulation: total <- total + share more, for a batch that is worked on in parts. `total` starts
/// empty. Where a loss is a mean over samples that do not look at each other, and each part's share is its
/// share of the samples, the total is the gradient of the whole batch:
///
///     Gradients total;
///     for (const Tensor& part : parts) accumulate_gradients(total, grad(loss(part), parameters(d)), 1.0 /
///     4); adam.step(d, total);
///
/// An undefined gradient counts as 0; one that is undefined in all parts stays so. Notes of all parts are
/// kept, so that a step absorbs running statistics once, as the mean of the parts'. Throws Error, and changes
/// nothing, where the number of gradients or a shape differs, and unless share > 0 and finite.
void accumulate_gradients(Gradients& total, const Gradients& more, double share);
void accumulate_gradients(f64::Gradients& total, const f64::Gradients& more, double share);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/accumulate-inl.h"
#endif
