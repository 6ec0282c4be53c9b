#include "stacked.hpp"

#include <agon/agon.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "stacked_digits.hpp"
#include "stacked_judge.hpp"
#include "stacked_networks.hpp"
#include "stacked_recipe.hpp"
#include "stacked_score.hpp"

namespace stacked {
namespace {

constexpr std::int64_t samples_of_a_look = 5120;

/// What Lin et al. 2018 say of one of their tables.
struct Setting {
  bool dcgan;
  Widths widths;
  std::int64_t samples;  ///< that modes are counted on
};

Setting setting_of(const std::string& name) {
  if (name == "hard") return {false, small_discriminator(2), 25'600};
  if (name == "half") return {false, small_discriminator(4), 25'600};
  if (name == "dcgan") return {true, dcgan_discriminator(), 26'000};
  fail("setting", "expected hard, half or dcgan, got " + name);
}

void check(const StackedOptions& options) {
  if (!options.iterations && !options.minutes)
    fail("stacked", "expected iterations, minutes or both, got none");
  if (options.iterations && *options.iterations < 1)
    fail("stacked", "expected iterations >= 1, got " + std::to_string(*options.iterations));
  if (options.minutes && !(*options.minutes > 0 && std::isfinite(*options.minutes)))
    fail("stacked", "expected minutes > 0, got " + std::to_string(*options.minutes));
  if (options.looks < 1) fail("stacked", "expected looks >= 1, got " + std::to_string(options.looks));
}

/// How far a run has come; time that is spent on judging does not count.
struct Progress {
  std::int64_t iterations = 0;
  double seconds = 0;

  double done(const StackedOptions& options) const {
    const double counted =
        options.iterations ? static_cast<double>(iterations) / static_cast<double>(*options.iterations) : 0;
    return std::max(counted, options.minutes ? seconds / (60 * *options.minutes) : 0);
  }
};

/// What a run leaves behind.
struct Result {
  std::vector<std::int64_t> iterations, modes;
  std::vector<double> seconds, kl;
  ModeScore last;
  std::int64_t parameters_of_g = 0, parameters_of_d = 0;
};

void note(Result& result, const Progress& progress, const ModeScore& score) {
  result.iterations.push_back(progress.iterations);
  result.seconds.push_back(progress.seconds);
  result.modes.push_back(score.modes);
  result.kl.push_back(score.kl);
  std::printf("%8lld iterations  %6.0f s  %4lld modes  KL %.3f  (%lld samples)\n",
              static_cast<long long>(progress.iterations), progress.seconds,
              static_cast<long long>(score.modes), score.kl, static_cast<long long>(score.samples));
  std::fflush(stdout);
}

/// A learning rate that falls to 0 in a straight line in the last part of the run.
Schedule falling(double lr, const Recipe& recipe, const StackedOptions& options,
                 const std::shared_ptr<const Progress>& progress) {
  if (recipe.falling == 0) return lr;
  return Schedule([=](std::int64_t) {
    return lr * std::clamp((1 - progress->done(options)) / recipe.falling, 0.0, 1.0);
  });
}

template <class Net>
void start(Net& net, const Recipe& recipe, double slope) {
  init(net, recipe.first_deviation > 0 ? normal(0, recipe.first_deviation) : he_normal(slope));
}

template <class Generator, class Objective>
Result train(const StackedOptions& options, const Setting& setting, const Recipe& recipe,
             const StackedDigits& digits, const Judge& judge, Objective objective) {
  const auto progress = std::make_shared<Progress>();
  Random first(options.seed, "init"), data(options.seed, "digits");
  Generator generator;
  Packed discriminator{make_discriminator(setting.widths, channels * recipe.packed, recipe.batch_norm_in_d),
                       recipe.packed};
  {
    const RandomGuard guard(first);
    start(generator, recipe, 0);
    start(discriminator, recipe, setting.widths.slope);
  }
  Result result;
  result.parameters_of_g = parameter_count(generator);
  result.parameters_of_d = parameter_count(discriminator);
  std::printf("generator\n%s\ndiscriminator\n%s\n", summary(generator).c_str(),
              summary(discriminator).c_str());
  const AdamOptions of_g{.lr = recipe.lr_generator, .beta1 = recipe.beta1, .beta2 = recipe.beta2};
  AdamOptions of_d{.lr = recipe.lr_discriminator, .beta1 = recipe.beta1, .beta2 = recipe.beta2};
  if (recipe.penalty_every > 1) of_d = lazy(of_d, static_cast<int>(recipe.penalty_every));
  PlayerOptions of_generator{.lr = falling(of_g.lr, recipe, options, progress)};
  if (recipe.half_life > 0) of_generator.average = AverageOptions{.half_life = recipe.half_life};
  Minimax game{
      Player{std::move(generator), Adam{of_g}, std::move(of_generator)},
      Player{std::move(discriminator), Adam{of_d}, {.lr = falling(of_d.lr, recipe, options, progress)}},
      std::move(objective),
      Latent{Generator::latent},
      {.seed = options.seed}};
  if (recipe.penalty > 0) {
    game.penalise_discriminator(R1{recipe.penalty}, {.every = recipe.penalty_every});
    game.penalise_discriminator(R2{recipe.penalty}, {.every = recipe.penalty_every});
  }
  // An average has other statistics than the network that it is made of.
  const auto shown = [&] {
    Generator net = game.shown_generator();
    Random latents(options.seed, "statistics");
    standing_statistics(net, 16, [&](const Generator& g) {
      return g(latents.normal({256, Generator::latent}));
    });
    return net;
  };
  const auto look = [&](const Generator& net, std::int64_t samples) {
    Random latents(options.seed, "look");  // the same every time
    return count_modes(
        samples,
        [&](std::int64_t count) {
          return sample(net, latents.normal({count, Generator::latent}));
        },
        [&](const Tensor& pictures) { return sample(judge.net, pictures); });
  };

  for (double next = 1; progress->done(options) < 1;) {
    const auto begin = std::chrono::steady_clock::now();
    const Tensor batch = digits.draw(recipe.batch * recipe.packed, data);
    if (recipe.generator_steps == 1) {
      game.step(batch);
    } else {
      game.step_discriminator(batch);
      for (std::int64_t i = 0; i < recipe.generator_steps; ++i) game.step_generator(batch);
    }
    ++progress->iterations;
    progress->seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double looks = progress->done(options) * static_cast<double>(options.looks);
    if (looks < next) continue;
    next = std::floor(looks) + 1;
    if (progress->done(options) < 1) note(result, *progress, look(shown(), samples_of_a_look));
  }
  const Generator last = shown();
  result.last = look(last, setting.samples);
  note(result, *progress, result.last);

  Random latents(options.seed, "sheet");
  save_sheet(options.out + "/samples.png", sample(last, latents.normal({64, Generator::latent})));
  save(last, options.out + "/generator.safetensors");
  return result;
}

template <class Generator>
Result train(const StackedOptions& options, const Setting& setting, const Recipe& recipe,
             const StackedDigits& digits, const Judge& judge) {
  if (recipe.relativistic)
    return train<Generator>(options, setting, recipe, digits, judge, RelativisticPairing{});
  return train<Generator>(options, setting, recipe, digits, judge, NonSaturating{});
}

JsonObject json(const Recipe& recipe) {
  return JsonObject()
      .add("name", recipe.name)
      .add("objective", recipe.relativistic ? "relativistic pairing" : "non-saturating")
      .add("batch_norm_in_d", recipe.batch_norm_in_d)
      .add("packed", recipe.packed)
      .add("r1_and_r2", recipe.penalty)
      .add("penalty_every", recipe.penalty_every)
      .add("batch", recipe.batch)
      .add("generator_steps", recipe.generator_steps)
      .add("lr_generator", recipe.lr_generator)
      .add("lr_discriminator", recipe.lr_discriminator)
      .add("beta1", recipe.beta1)
      .add("beta2", recipe.beta2)
      .add("first_deviation", recipe.first_deviation)
      .add("half_life", recipe.half_life)
      .add("falling", recipe.falling);
}

std::string json(const StackedOptions& options, const Recipe& recipe, const Judge& judge,
                 const Result& result) {
  return JsonObject()
      .add("setting", options.setting)
      .add("recipe", json(recipe))
      .add("seed", options.seed)
      .add("threads", threads())
      .add("judge_accuracy", judge.accuracy)
      .add("parameters_of_g", result.parameters_of_g)
      .add("parameters_of_d", result.parameters_of_d)
      .add("iterations", result.iterations.back())
      .add("seconds", result.seconds.back())
      .add("samples", result.last.samples)
      .add("modes", result.last.modes)
      .add("kl", result.last.kl)
      .add("confidence", result.last.confidence)
      .add("looks", JsonObject()
                        .add("iterations", result.iterations)
                        .add("seconds", result.seconds)
                        .add("modes", result.modes)
                        .add("kl", result.kl))
      .add("counts", result.last.counts)
      .add("version", AGON_VERSION)
      .text();
}

}  // namespace

void run_stacked(const StackedOptions& options) {
  check(options);
  const Setting setting = setting_of(options.setting);
  const Recipe recipe = recipe_of(options.recipe, setting.dcgan);
  make_output_folder(options.out);
  if (options.threads) set_threads(*options.threads);
  const ImageDataset digits = load_mnist(options.data);
  const Judge judge =
      make_judge(options.classifier, digits, load_mnist(options.data, Split::test), options.seed);
  std::printf("judge: test accuracy %.2f %%\n", 100 * judge.accuracy);

  const StackedDigits stacks(digits);
  const Result result = setting.dcgan ? train<DcganGenerator>(options, setting, recipe, stacks, judge)
                                      : train<SmallGenerator>(options, setting, recipe, stacks, judge);
  write_file(options.out + "/stacked.json", json(options, recipe, judge, result));
  std::printf("modes: %lld of %lld, KL %.3f (%lld samples)\n", static_cast<long long>(result.last.modes),
              static_cast<long long>(modes), result.last.kl, static_cast<long long>(result.last.samples));
}

}  // namespace stacked
