#include "stacked_recipe.hpp"

#include <agon/core/error.hpp>

namespace stacked {
namespace {

// Lin et al. 2018, Tables 2 and 3, from the authors' program.
Recipe published(const std::string& name, std::int64_t packed, bool dcgan) {
  Recipe recipe{.name = name, .packed = packed};
  if (dcgan) {
    recipe.batch = 64;
    recipe.generator_steps = 2;
    recipe.lr_generator = recipe.lr_discriminator = 2e-4;
    recipe.beta2 = 0.999;
  }
  return recipe;
}

// Relativistic pairing with R1 and R2 (R3GAN, Huang et al. 2024), no batch norm in D, learning rates that
// fall at the end, and an averaged generator. A small D learns several times as fast as G; a large one is
// penalised lazily, as its penalties cost as much as the rest.
Recipe best(bool dcgan) {
  Recipe recipe{.name = "best", .relativistic = true, .batch_norm_in_d = false, .penalty = 1};
  recipe.penalty_every = dcgan ? 8 : 1;
  recipe.batch = 32;
  recipe.lr_generator = dcgan ? 3e-4 : 1e-3;
  recipe.lr_discriminator = dcgan ? 3e-4 : 6e-3;
  recipe.first_deviation = 0;
  recipe.half_life = 10'000;
  recipe.falling = 0.5;
  return recipe;
}

}  // namespace

std::vector<std::string> recipe_names() { return {"plain", "pac2", "pac3", "pac4", "best"}; }

Recipe recipe_of(const std::string& name, bool dcgan) {
  if (name == "plain") return published(name, 1, dcgan);
  for (const std::int64_t packed : {2, 3, 4})
    if (name == "pac" + std::to_string(packed)) return published(name, packed, dcgan);
  if (name == "best") return best(dcgan);
  agon::fail("recipe", "expected plain, pac2, pac3, pac4 or best, got " + name);
}

}  // namespace stacked
