#pragma once

#include <functional>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/variable.hpp"

namespace agon {

/// A network as penalties see it: a discriminator's score of samples, a generator's samples for latents. What
/// a batch adds (labels, augmentation) is in the function.
template <class T>
using BasicNetworkFunction = std::function<BasicVar<T>(const BasicVar<T>&)>;

/// One step of a player, as far as a penalty may look at it. Samples are [N, ...], generated ones without
/// their graph. A member that the step does not have is undefined, or an empty function.
template <class T>
struct BasicRound {
  BasicTensor<T> real;
  BasicTensor<T> fake;
  /// What `fake` was made of; undefined where that is not known (fakes of the past). For a generator with a
  /// `mapping` of its latents and a `synthesis` of samples from them, in a step of G: the mapped ones, with
  /// their graph, and `generator` is the synthesis.
  BasicVar<T> latent;
  BasicNetworkFunction<T> discriminator;  ///< scores [N] or [N, 1] of samples
  BasicNetworkFunction<T> generator;      ///< samples of latents
  BasicVar<T> real_score;  ///< of this step, with its graph; in D's own steps, not in lazy ones
  BasicVar<T> fake_score;
  BasicVarList<T> parameters;  ///< of the player that moves
  /// D's loss on this step's samples, with the graph to G, and D's parameters; in G's step only.
  std::function<BasicVar<T>()> discriminator_loss;
  BasicVarList<T> discriminator_parameters;
};

using NetworkFunction = BasicNetworkFunction<float>;
using Round = BasicRound<float>;
namespace f64 {
using NetworkFunction = BasicNetworkFunction<double>;
using Round = BasicRound<double>;
}  // namespace f64

}  // namespace agon
