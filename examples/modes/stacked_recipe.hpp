#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stacked {

/// How a game on stacked digits is trained, whatever the networks.
struct Recipe {
  std::string name;
  bool relativistic = false;  ///< relativistic pairing (R3GAN); else the non-saturating loss
  bool batch_norm_in_d = true;
  std::int64_t packed = 1;           ///< pictures that D judges together (PacGAN)
  double penalty = 0;                ///< weight of R1 and of R2; 0: none
  std::int64_t penalty_every = 1;    ///< steps of D, lazily (StyleGAN2)
  std::int64_t batch = 128;          ///< scores of D a step; the pictures are `packed` times as many
  std::int64_t generator_steps = 1;  ///< for one of D
  double lr_generator = 1e-4, lr_discriminator = 2e-4;
  double beta1 = 0.5, beta2 = 0.99;  ///< of Adam, both players
  double first_deviation = 0.02;     ///< of the first weights; 0: He et al. 2015
  double half_life = 0;              ///< of the averaged generator, in pictures; 0: none is kept
  double falling = 0;                ///< the share of the run, at its end, in which learning rates fall to 0
};

/// The names of all recipes: plain, pac2, pac3, pac4, best.
std::vector<std::string> recipe_names();

/// PacGAN's own settings for a setting's table (`plain`, and `pac2` to `pac4` with packing), or ours
/// (`best`). Throws Error where there is none of this name.
Recipe recipe_of(const std::string& name, bool dcgan);

}  // namespace stacked
