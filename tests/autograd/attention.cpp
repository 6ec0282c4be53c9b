#include "agon/autograd/ops/attention.hpp"

#include <cmath>
#include <limits>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

f64::Var draw(const Shape& shape, std::uint64_t seed) { return variable(Random(seed).normal<double>(shape)); }

double largest_difference(const f64::Var& a, const f64::Var& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::size_t i = 0; i < a.value().values().size(); ++i)
    worst = std::max(worst, std::abs(a.value().values()[i] - b.value().values()[i]));
  return worst;
}

}  // namespace

TEST_CASE("fused attention is its composed twin, to the gradients of a gradient penalty", "[attention]") {
  for (const AttentionOptions& options : {AttentionOptions{}, AttentionOptions{.heads = 2, .scale = 0.3},
                                          AttentionOptions{.heads = 4, .causal = true}}) {
    const std::vector<f64::Var> inputs{draw({2, 9, 8}, 1), draw({2, 9, 8}, 2), draw({2, 9, 12}, 3)};
    const f64::Var fused = attention(inputs[0], inputs[1], inputs[2], options);
    const f64::Var composed = attention_composed(inputs[0], inputs[1], inputs[2], options);
    CHECK(largest_difference(fused, composed) < 1e-14);
    const auto firsts = [&](const f64::Var& y, bool create_graph) {
      return grad(sum(square(y)), inputs, {.create_graph = create_graph});
    };
    const auto of_kernel = firsts(fused, false), of_graph = firsts(fused, true),
               of_twin = firsts(composed, true);
    const auto penalty = [&](const auto& gradients) {
      return grad(sum(square(gradients[0])) + sum(square(gradients[1])) + sum(square(gradients[2])), inputs);
    };
    const auto second = penalty(of_graph), second_of_twin = penalty(of_twin);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(largest_difference(of_kernel[i], of_twin[i]) < 1e-13);
      CHECK(largest_difference(of_graph[i], of_twin[i]) < 1e-13);
      CHECK(largest_difference(second[i], second_of_twin[i]) < 1e-12);
    }
  }
}

TEST_CASE("a causal query sees nothing behind it", "[attention]") {
  const f64::Var q = draw({1, 4, 2}, 1), k = draw({1, 4, 2}, 2);
  const f64::Var v = variable(f64::Tensor({1, 4, 1}, {1, 2, 3, 4}));
  const f64::Var y = attention(q, k, v, {.causal = true});
  CHECK(y.value().values()[0] == 1);
  CHECK(y.value().values()[1] < 2);
  const f64::Tensor first = f64::Tensor({1, 4, 1}, {1, 0, 0, 0});
  const f64::Tensor gv = grad(sum(y * first), {v})[0].value();
  CHECK(equal(gv, first));
}

TEST_CASE("attention refuses what does not fit", "[attention]") {
  const auto zeros = [](const Shape& shape) { return Tensor(shape, 0.0f); };
  const Tensor q = zeros({2, 3, 4}), k = zeros({2, 5, 4}), v = zeros({2, 5, 6});
  const std::string expected =
      "[attention] expected q [N, L, d], k [N, M, d] and v [N, M, e] with M, d and e >= 1, got ";
  REQUIRE_ERROR(attention(zeros({3, 4}), k, v), expected + "[3, 4], [2, 5, 4] and [2, 5, 6]");
  REQUIRE_ERROR(attention(zeros({1, 3, 4}), k, v), expected + "[1, 3, 4], [2, 5, 4] and [2, 5, 6]");
  REQUIRE_ERROR(attention(q, zeros({2, 5, 3}), v), expected + "[2, 3, 4], [2, 5, 3] and [2, 5, 6]");
  REQUIRE_ERROR(attention(q, k, zeros({2, 4, 6})), expected + "[2, 3, 4], [2, 5, 4] and [2, 4, 6]");
  REQUIRE_ERROR(attention(q, zeros({2, 0, 4}), zeros({2, 0, 6})),
                expected + "[2, 3, 4], [2, 0, 4] and [2, 0, 6]");
  REQUIRE_ERROR(
      attention(q, k, v, {.heads = 4}),
      "[attention] expected heads >= 1 that divide the features of q, k and v, got 4 for [2, 3, 4], "
      "[2, 5, 4] and [2, 5, 6]");
  REQUIRE_ERROR(attention(q, k, v, {.heads = 0}), "got 0 for [2, 3, 4]");
  REQUIRE_ERROR(attention(q, k, v, {.scale = std::numeric_limits<double>::infinity()}),
                "[attention] expected a finite scale, got inf");
  REQUIRE_ERROR(
      attention(q, k, v, {.causal = true}),
      "[attention] expected as many keys as queries for causal attention, got [2, 3, 4], [2, 5, 4] and "
      "[2, 5, 6]");
  REQUIRE_ERROR(attention_composed(q, k, v, {.causal = true}),
                "[attention] expected as many keys as queries");
  REQUIRE(attention(zeros({0, 3, 4}), zeros({0, 5, 4}), zeros({0, 5, 6})).shape() == Shape{0, 3, 6});
  REQUIRE(attention(zeros({2, 0, 4}), k, v).shape() == Shape{2, 0, 6});
}
