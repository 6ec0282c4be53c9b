#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;
using namespace agon_test;

TEST_CASE("batch norm of an input that depends on its scale is its composed twin to order 3",
          "[batch_norm]") {
  const auto gradients = [](bool composed) {
    const f64::Var gamma = variable(Random(1).uniform<double>({3}, 0.5, 1.5));
    const f64::Tensor base = Random(2).normal<double>({6, 3}), beta({3}, 0.0);
    const f64::Var x = base * square(gamma) + tanh(gamma * base);
    f64::Var y = tanh(composed ? batch_norm_composed(x, gamma, beta) : batch_norm(x, gamma, beta).y);
    y = sum(square(y) * base);
    std::vector<f64::Tensor> all;
    for (int order = 1; order <= 3; ++order) {
      const f64::Var gradient = grad(y, {gamma}, {.create_graph = true})[0];
      all.push_back(gradient.value());
      y = sum(square(gradient));
    }
    return all;
  };
  const auto fused = gradients(false), composed = gradients(true);
  for (std::size_t order = 0; order < 3; ++order)
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(fused[order].values()[i] == Approx(composed[order].values()[i]).epsilon(1e-9));
}
