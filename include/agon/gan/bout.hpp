#pragma once

#include <cstdint>

#include "agon/autograd/grad.hpp"
#include "agon/gan/round.hpp"

namespace agon::detail {

/// Two players who meet over one batch, with the types of their networks, of the objective and of the batch
/// forgotten: all that a game of two asks of them. Every call is about the networks as they now are.
template <class T>
class Bout {
 public:
  virtual ~Bout() = default;

  /// The real samples, [N, ...]. Throws Error unless there are as many labels, where the batch has some.
  virtual BasicTensor<T> real() const = 0;
  virtual BasicTensor<T> draw_latent(std::int64_t count) = 0;
  virtual BasicVar<T> generate(const BasicVar<T>& latent) = 0;
  /// Whether D is called with labels.
  virtual bool judges_labels() const = 0;
  /// D's scores of samples, behind the game's augmentations.
  virtual BasicVar<T> score(const BasicVar<T>& x) = 0;

  struct Judged {
    BasicVar<T> loss, real_score, fake_score;
  };
  /// D's half of the objective. `looking` moves no state of it.
  virtual Judged judge(const BasicVar<T>& real, const BasicVar<T>& fake, bool looking) = 0;
  /// G's half, under D as it is or as it will be in some steps, on samples that nobody else needs.
  virtual BasicVar<T> generator_loss(BasicVar<T> fake) = 0;
  /// For a G with a `mapping` of latents and a `synthesis`: puts these into a round.
  virtual void map_latents(BasicRound<T>& round) = 0;

  virtual BasicVarList<T> discriminator_parameters() const = 0;
  virtual BasicVarList<T> generator_parameters() const = 0;
  virtual void move_discriminator(BasicGradients<T> gradients) = 0;
  virtual void move_generator(BasicGradients<T> gradients) = 0;
  /// What the objective does to D after a step.
  virtual void constrain() = 0;
};

}  // namespace agon::detail
