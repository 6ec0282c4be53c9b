// Trains one of the library's recipes on digits and judges what it makes with the library's own classifier.
//
//     recipes sngan --data data/mnist --minutes 5 --classifier out/classifier.safetensors --out out/sngan
//
// Prints progress on stderr and last a line such as
// "wrote out/sngan: 900 iterations of sngan in 300.0 s, score 9.21, KL 0.012, confidence 0.951, distance 8.3"
// (see digit_measures.hpp; without a classifier it ends with the time). The folder then holds samples.png and
// results.json. --help lists the options.
#include <agon/agon.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>

#include "digit_measures.hpp"
#include "recipes_options.hpp"

using namespace agon;

namespace {

ImageDataset read_data(const Options& options) {
  return options.data ? load_mnist(*options.data) : draw_digits(options.images, options.seed);
}

template <class Game>
void train(const Options& options, const ImageDataset& data, recipe::Recipe<Game>& made) {
  auto& [game, batch, fit] = made;
  Loader loader(data, {.batch = batch, .seed = options.seed});
  game.on_step(progress_bar());
  if (options.minutes) {
    fit.minutes = options.minutes;
    game.fit(loader, fit);
    return;
  }
  while (game.iteration() < *options.iterations) {
    for (std::int64_t i = 1; i < fit.n_critic; ++i) game.step_discriminator(loader.next());
    game.step(loader.next());
  }
}

// Nothing is clamped while a network learns; a picture ends at black and white.
template <class Game>
Tensor draw_samples(Game& game, std::int64_t count) {
  const NoRecord no_graph;
  std::vector<Var> drawn;
  for (std::int64_t begin = 0; begin < count; begin += 500)
    drawn.push_back(clamp(
        Var(sample(game.shown_generator(), game.draw_latent(std::min<std::int64_t>(500, count - begin)))),
        -1.0f, 1.0f));
  return concat(drawn, 0).value();
}

JsonObject as_json(const digits::Measures& found) {
  return JsonObject()
      .add("score", found.score)
      .add("kl", found.kl)
      .add("confidence", found.confidence)
      .add("distance", found.distance)
      .add("named", found.named);
}

// Adds what is measured of the samples, and, as what could be reached, of other real pictures, where there
// are as many. Returns it as the end of a line.
std::string judge(const Options& options, const ImageDataset& data, const Tensor& samples,
                  JsonObject& results) {
  const digits::DigitClassifier classifier = digits::load_classifier(*options.classifier);
  const auto pictures = [&](std::int64_t begin, std::int64_t end) {
    return digits::look(classifier, from_bytes(rows(data.images, begin, end)));
  };
  const std::int64_t count = std::min(data.size(), samples.dim(0));
  const digits::Seen real = pictures(0, count);
  const digits::Measures found = digits::measure(digits::look(classifier, samples), real);
  results.add("samples", samples.dim(0)).add("measured", as_json(found));
  if (data.size() >= 2 * count)
    results.add("real", as_json(digits::measure(pictures(count, 2 * count), real)));
  char text[128];
  std::snprintf(text, sizeof text, ", score %.2f, KL %.3f, confidence %.3f, distance %.1f", found.score,
                found.kl, found.confidence, found.distance);
  return text;
}

template <class Game>
void run(const Options& options, const ImageDataset& data, recipe::Recipe<Game> made) {
  const auto start = std::chrono::steady_clock::now();
  train(options, data, made);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const Tensor samples = draw_samples(made.game, options.samples);
  save_sheet(options.out + "/samples.png", rows(samples, 0, 64));
  JsonObject results;
  results.add("recipe", options.recipe)
      .add("data", data.source)
      .add("seed", options.seed)
      .add("threads", threads())
      .add("batch", made.batch)
      .add("n_critic", made.fit.n_critic)
      .add("generator_parameters", parameter_count(made.game.generator()))
      .add("discriminator_parameters", parameter_count(made.game.discriminator()))
      .add("iterations", made.game.iteration())
      .add("seconds", seconds);
  const std::string measured = options.classifier ? judge(options, data, samples, results) : "";
  write_file(options.out + "/results.json", results.add("version", AGON_VERSION).text());
  std::printf("wrote %s: %lld iterations of %s in %.1f s%s\n", options.out.c_str(),
              static_cast<long long>(made.game.iteration()), options.recipe.c_str(), seconds,
              measured.c_str());
}

void run(const Options& options) {
  make_output_folder(options.out);
  if (options.classifier)
    digits::load_classifier(*options.classifier);  // a mistake shows before the training
  if (options.threads) set_threads(*options.threads);
  const ImageDataset data = read_data(options);
  std::printf("data: %s, %lld images\n", data.source.c_str(), static_cast<long long>(data.size()));
  const recipe::Pictures pictures{.size = 28, .channels = 1, .width = options.width, .seed = options.seed};
  const std::string& name = options.recipe;
  if (name == "dcgan") run(options, data, recipe::dcgan(pictures));
  if (name == "wgan") run(options, data, recipe::wgan(pictures));
  if (name == "wgan_gp") run(options, data, recipe::wgan_gp(pictures));
  if (name == "sngan") run(options, data, recipe::sngan(pictures));
  if (name == "lsgan") run(options, data, recipe::lsgan(pictures));
  if (name == "r3gan") run(options, data, recipe::r3gan(pictures, {.iterations = options.iterations}));
  if (name == "stylegan2_small") run(options, data, recipe::stylegan2_small(pictures));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (const std::optional<Options> options = read_options(argc, argv)) run(*options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "recipes: %s\n", error.what());
    return 1;
  }
}
