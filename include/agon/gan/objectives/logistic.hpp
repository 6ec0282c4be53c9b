#pragma once

#include "agon/autograd/variable.hpp"
#include "agon/gan/objectives/label_smoothing.hpp"

/// What objectives on logits are made of: binary cross entropy written with softplus, which neither overflows
/// nor loses digits where D is sure.
namespace agon {

/// The mean over samples of -(t log(sigmoid(s)) + (1 - t) log(1 - sigmoid(s))) for scores s of any shape,
/// with each target t from `target`; a range that is not a single number is drawn from `current_random()`.
Var cross_entropy(const Var& scores, LabelSmoothing::Range target);
f64::Var cross_entropy(const f64::Var& scores, LabelSmoothing::Range target);

/// The discriminator's half of Goodfellow et al. 2014, as a loss: the cross entropy on real samples plus that
/// on generated ones.
Var logistic_discriminator(const Var& real, const Var& fake, const LabelSmoothing& smooth);
f64::Var logistic_discriminator(const f64::Var& real, const f64::Var& fake, const LabelSmoothing& smooth);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/objectives/logistic-inl.h"
#endif
