#pragma once

#include <cstdint>
#include <span>

#include "agon/kernels/plain.hpp"

/// Optimiser steps over all parameters of a network in one parallel pass. With weight_decay, g + weight_decay
/// * p takes the place of the gradient g.
namespace agon::kernels {

/// m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
/// p_out = p - lr m / (1 - beta1^step) / (sqrt(v / (1 - beta2^step)) + eps), with `step` counted from 1
/// (Kingma, Ba 2015).
template <class T>
void adam_update(std::span<const UpdateSpan<T>> spans, const AdamNumbers& numbers, std::int64_t step);

/// m = momentum m + g;  p_out = p - lr m. Without momentum, m is g and is not stored.
template <class T>
void sgd_update(std::span<const UpdateSpan<T>> spans, const SgdNumbers& numbers);

/// v = alpha v + (1 - alpha) g^2;  m = momentum m + g / (sqrt(v) + eps);  p_out = p - lr m. Without momentum,
/// m is not stored.
template <class T>
void rmsprop_update(std::span<const UpdateSpan<T>> spans, const RmspropNumbers& numbers);

/// p_out = p limited to [-limit, limit].
template <class T>
void clip_update(std::span<const UpdateSpan<T>> spans, T limit);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/update-inl.h"
#endif
