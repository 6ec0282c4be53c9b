#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"

/// Activations, element by element unless said otherwise, of tensors of any shape. All are differentiable to
/// order 3 at least; those with a kink take the derivative of its left side there.
namespace agon {

/// What a layer does to its result in the same pass over memory: x where x > 0, slope * x elsewhere. The
/// default leaves everything as it is.
///
///     Var h = hidden(x, Activation::leaky_relu(0.2f));  // leaky_relu(hidden(x), 0.2f) in fewer passes
struct Activation {
  double slope = 1;

  static constexpr Activation relu() { return {0}; }
  static constexpr Activation leaky_relu(double slope = 0.01) { return {slope}; }
  constexpr bool none() const { return slope == 1; }
};

/// max(x, 0).
Var relu(const Var& x);
f64::Var relu(const f64::Var& x);

/// x where x > 0, slope * x elsewhere. Throws Error unless slope >= 0 and finite.
Var leaky_relu(const Var& x, float slope = 0.01f);
f64::Var leaky_relu(const f64::Var& x, double slope = 0.01);

Var tanh(const Var& x);
f64::Var tanh(const f64::Var& x);

/// 1 / (1 + exp(-x)).
Var sigmoid(const Var& x);
f64::Var sigmoid(const f64::Var& x);

/// log(1 + exp(x)), without overflow and exact in both tails.
Var softplus(const Var& x);
f64::Var softplus(const f64::Var& x);

/// x where x > 0, slope * x elsewhere, with a learned slope (He et al. 2015): slope [C] for x [..., C], or
/// [1]. Throws Error on another shape of slope.
Var prelu(const Var& x, const Var& slope);
f64::Var prelu(const f64::Var& x, const f64::Var& slope);

/// x where x > 0, alpha * (e^x - 1) elsewhere (Clevert et al. 2016). Throws Error unless alpha is finite.
Var elu(const Var& x, float alpha = 1);
f64::Var elu(const f64::Var& x, double alpha = 1);

/// 1.0507... * elu(x, 1.6732...), whose numbers keep mean 0 and variance 1 (Klambauer et al. 2017).
Var selu(const Var& x);
f64::Var selu(const f64::Var& x);

/// How gelu is computed.
enum class GeluForm {
  exact,  ///< by the error function
  tanh    ///< 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), as GPT-2 and BERT have it
};

/// x times the probability that a standard normal number is below x (Hendrycks and Gimpel 2016).
Var gelu(const Var& x, GeluForm form = GeluForm::exact);
f64::Var gelu(const f64::Var& x, GeluForm form = GeluForm::exact);

/// x * sigmoid(x), also known as swish.
Var silu(const Var& x);
f64::Var silu(const f64::Var& x);

/// x * tanh(softplus(x)) (Misra 2020).
Var mish(const Var& x);
f64::Var mish(const f64::Var& x);

/// x held to [low, high]. Throws Error unless low < high and both are finite.
Var hardtanh(const Var& x, float low = -1, float high = 1);
f64::Var hardtanh(const f64::Var& x, double low = -1, double high = 1);

/// The largest of `pieces` features each (Goodfellow et al. 2013): x [..., pieces * C] -> [..., C], where
/// feature c chooses among c, C + c, 2C + c and so on; the gradients of ties are split. Throws Error where
/// the last axis is not a multiple of `pieces`.
Var maxout(const Var& x, std::int64_t pieces);
f64::Var maxout(const f64::Var& x, std::int64_t pieces);

/// The gated linear unit (Dauphin et al. 2017): x [..., 2C] -> [..., C], the first half of the last axis
/// times the sigmoid of the second. Throws Error where the last axis is odd.
Var glu(const Var& x);
f64::Var glu(const f64::Var& x);

/// exp(x) / sum(exp(x)) along the last axis. Throws Error for a scalar.
Var softmax(const Var& x);
f64::Var softmax(const f64::Var& x);

/// log(softmax(x)) without its loss of digits, along the last axis. Throws Error for a scalar.
Var log_softmax(const Var& x);
f64::Var log_softmax(const f64::Var& x);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/activation-inl.h"
#endif
