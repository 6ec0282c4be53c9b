#pragma once

#include "agon/autograd/ops/activation.hpp"

/// Normalisation of each sample by its own statistics: (x - mean) / sqrt(variance + eps) * gamma + beta, then
/// the activation, with the biased variance. gamma and beta may be undefined, but for layer_norm's gamma:
/// then 1 and 0. Differentiable to order 3: value and gradients of first and second order run in fused
/// kernels, and the same mathematics in plain operations (..._composed) is what gets differentiated beyond,
/// and what the tests hold the kernels against. Throw Error on shapes that do not fit, an empty x, eps that
/// is not > 0 and finite, or an activation's slope that is not >= 0 and finite.
namespace agon {

/// Layer normalisation (Ba et al. 2016) over the last axes of x, those that gamma has: a gamma of [C]
/// normalises along the last axis, one of [H, W, C] each picture as a whole.
Var layer_norm(const Var& x, const Var& gamma, const Var& beta, float eps = 1e-5f, Activation then = {});
f64::Var layer_norm(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta, double eps = 1e-5,
                    Activation then = {});

/// Group normalisation (Wu and He 2018) of x [N, ..., C] over all but the first axis, for each of `groups`
/// ranges of neighbouring channels; gamma and beta are [C].
Var group_norm(const Var& x, std::int64_t groups, const Var& gamma = {}, const Var& beta = {},
               float eps = 1e-5f, Activation then = {});
f64::Var group_norm(const f64::Var& x, std::int64_t groups, const f64::Var& gamma = {},
                    const f64::Var& beta = {}, double eps = 1e-5, Activation then = {});

/// Instance normalisation (Ulyanov et al. 2016): group_norm with a group for each channel.
Var instance_norm(const Var& x, const Var& gamma = {}, const Var& beta = {}, float eps = 1e-5f,
                  Activation then = {});
f64::Var instance_norm(const f64::Var& x, const f64::Var& gamma = {}, const f64::Var& beta = {},
                       double eps = 1e-5, Activation then = {});

/// Adaptive instance normalisation (Huang and Belongie 2017; StyleGAN): instance_norm of x [N, ..., C], times
/// scale [N, C], plus shift [N, C].
Var adaptive_instance_norm(const Var& x, const Var& scale, const Var& shift, float eps = 1e-5f);
f64::Var adaptive_instance_norm(const f64::Var& x, const f64::Var& scale, const f64::Var& shift,
                                double eps = 1e-5);

/// Pixel normalisation (Karras et al. 2018): x [..., C] / sqrt(mean of x^2 along the last axis + eps).
Var pixel_norm(const Var& x, float eps = 1e-8f);
f64::Var pixel_norm(const f64::Var& x, double eps = 1e-8);

Var layer_norm_composed(const Var& x, const Var& gamma, const Var& beta, float eps = 1e-5f);
f64::Var layer_norm_composed(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta,
                             double eps = 1e-5);
Var group_norm_composed(const Var& x, std::int64_t groups, const Var& gamma = {}, const Var& beta = {},
                        float eps = 1e-5f);
f64::Var group_norm_composed(const f64::Var& x, std::int64_t groups, const f64::Var& gamma = {},
                             const f64::Var& beta = {}, double eps = 1e-5);
Var pixel_norm_composed(const Var& x, float eps = 1e-8f);
f64::Var pixel_norm_composed(const f64::Var& x, double eps = 1e-8);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/group_norm-inl.h"
#endif
