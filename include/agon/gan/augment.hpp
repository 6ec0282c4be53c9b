#pragma once

#include "agon/gan/augment/ada.hpp"
#include "agon/gan/augment/diff_augment.hpp"
#include "agon/gan/augment/instance_noise.hpp"
#include "agon/gan/augment/x_flip.hpp"

/// An augmentation changes what the discriminator sees, real and generated samples alike, and lets gradients
/// through: a struct with
///
///     BasicVar<T> operator()(const BasicVar<T>& x) const;   // each sample with draws of its own
///
/// which draws from `current_random()`. Beyond that it may have
///
///     void check() const;                                   // throws Error on members out of range
///     void start_step(std::int64_t step);                   // called before every iteration
///     void observe(const BasicTensor<T>& real_scores);      // called after every step of D
