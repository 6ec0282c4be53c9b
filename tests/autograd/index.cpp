#include "agon/autograd/ops/index.hpp"

#include "agon/autograd/grad.hpp"
#include "agon/autograd/gradcheck.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/autograd/record.hpp"
#include "agon_test.hpp"

using namespace agon;

TEST_CASE("an embedding's gradient counts how often each row was taken", "[index]") {
  const Var table = variable(Tensor({4, 2}, {1, 2, 3, 4, 5, 6, 7, 8}));
  const LabelTensor tokens({2, 2}, {3, 0, 3, 3});
  const Var y = take(table, tokens);
  CHECK(equal(y.value(), Tensor({2, 2, 2}, {7, 8, 1, 2, 7, 8, 7, 8})));
  CHECK(equal(grad(sum(y), {table})[0].value(), Tensor({4, 2}, {1, 1, 0, 0, 0, 0, 3, 3})));
}

TEST_CASE("labels that a rule keeps stay what they were, at any order", "[index]") {
  const f64::Var x = variable(f64::Tensor({3}, {1, 2, 3}));
  LabelTensor index({2}, {2, 2});
  const f64::Var y = take(x, index);
  index.mutable_data()[0] = 0;  // the graph holds the old numbers
  f64::Var g = grad(sum(y * y * y), {x}, {.create_graph = true})[0];
  CHECK(equal(g.value(), f64::Tensor({3}, {0, 0, 54})));
  g = grad(sum(g), {x}, {.create_graph = true})[0];
  CHECK(equal(g.value(), f64::Tensor({3}, {0, 0, 36})));
  CHECK(equal(grad(sum(g), {x})[0].value(), f64::Tensor({3}, {0, 0, 12})));
}

TEST_CASE("a rule reads the labels that it kept, and nothing flows to them", "[index]") {
  const LabelTensor labels({2}, {0, 1});
  const Var x = variable(Tensor({2}, {3, 5}));
  const Var y = record<float>("chosen", x.value(), {link(x), keep(labels)}, [](Rule<float>& r) {
    CHECK(r.labels(1).at({1}) == 1);
    CHECK_FALSE(r.wants(1));
    r.give(0, r.grad());
  });
  CHECK(equal(grad(sum(y), {x})[0].value(), Tensor({2}, 1.0f)));
  const Var constant = record<float>("constant", x.value(), {keep(labels)}, [](Rule<float>&) {});
  CHECK_FALSE(constant.tracked());
}

TEST_CASE("top_k sends its gradient to what it chose", "[index]") {
  const Var x = variable(Tensor({2, 3}, {1, 5, 3, 9, 7, 8}));
  const auto [values, indices] = top_k(x, 2);
  CHECK(equal(values.value(), Tensor({2, 2}, {5, 3, 9, 8})));
  CHECK(equal(indices, LabelTensor({2, 2}, {1, 2, 0, 2})));
  CHECK(equal(grad(sum(values * values), {x})[0].value(), Tensor({2, 3}, {0, 10, 6, 18, 0, 16})));
  REQUIRE_ERROR(top_k(x, 4), "[top_k] expected 1 <= k <= the size of the last axis, got 4 of [2, 3]");
}

TEST_CASE("a gradient check sees top_k choose otherwise", "[index]") {
  const auto pair = [](const std::vector<f64::Var>& v) { return top_k(v[0], 1).values; };
  const GradcheckResult result = gradcheck(pair, {f64::Tensor({4}, {0.1, 0.5, 0.5 + 1e-7, 0.2})});
  CHECK(result.passed);
  CHECK(result.first_error <= 1e-6);
}

TEST_CASE("one_hot comes in both precisions", "[index]") {
  const LabelTensor labels({2}, {1, 0});
  CHECK(equal(one_hot(labels, 2), Tensor({2, 2}, {0, 1, 1, 0})));
  CHECK(equal(one_hot<double>(labels, 2), f64::Tensor({2, 2}, {0, 1, 1, 0})));
  REQUIRE_ERROR(one_hot(labels, 1), "[one_hot] expected numbers in [0, 1), got 1");
}

TEST_CASE("stack joins along a new axis", "[index]") {
  const Var a = variable(Tensor({2}, {1, 2})), b = variable(Tensor({2}, {3, 4}));
  CHECK(equal(stack({a, b}).value(), Tensor({2, 2}, {1, 2, 3, 4})));
  CHECK(equal(stack({a, b}, 1).value(), Tensor({2, 2}, {1, 3, 2, 4})));
  CHECK(equal(stack({a, b}, -1).value(), Tensor({2, 2}, {1, 3, 2, 4})));
  const Var weighted = stack({a, b, a}) * Tensor({3, 1}, {1, 10, 100});
  CHECK(equal(grad(sum(weighted), {a, b})[0].value(), Tensor({2}, 101.0f)));
  REQUIRE_ERROR(stack({a, Var(Tensor({3}, 0.f))}), "[stack] expected tensors of one shape, got [2] and [3]");
  REQUIRE_ERROR(stack(std::vector<Var>{}), "[stack] expected at least one tensor, got none");
  REQUIRE_ERROR(stack({a, b}, 2), "[stack]");
}

TEST_CASE("batch_matmul multiplies each pair", "[index]") {
  const Var a = variable(Tensor({2, 1, 2}, {1, 2, 3, 4})), b = variable(Tensor({2, 2, 1}, {5, 6, 7, 8}));
  CHECK(equal(batch_matmul(a, b).value(), Tensor({2, 1, 1}, {17, 53})));
  CHECK(equal(grad(sum(batch_matmul(a, b)), {a})[0].value(), Tensor({2, 1, 2}, {5, 6, 7, 8})));
  REQUIRE_ERROR(batch_matmul(a, a),
                "[batch_matmul] expected equal inner sizes, got [2, 1, 2] times [2, 1, 2]");
}
