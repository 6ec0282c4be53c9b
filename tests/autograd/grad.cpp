#include "agon/autograd/grad.hpp"

#include "agon/autograd/ops.hpp"
#include "agon/autograd/record.hpp"
#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

TEST_CASE("gradients are returned, not accumulated", "[grad]") {
  const Var x = variable(Tensor({2}, {3, 4}));
  const Var y = sum(x * x * 2.0f);
  for (int i = 0; i < 2; ++i) {
    const Gradients g = grad(y, {x});
    CHECK(equal(g[0].value(), Tensor({2}, {12, 16})));
    CHECK_FALSE(g[0].tracked());
  }
}

TEST_CASE("gradients of gradients, to the third order", "[grad]") {
  const f64::Var x = variable(f64::Tensor::scalar(1.5));
  f64::Var y = pow(x, 5.0);
  const double expected[] = {5 * std::pow(1.5, 4), 20 * std::pow(1.5, 3), 60 * std::pow(1.5, 2)};
  for (double value : expected) {
    y = grad(y, {x}, {.create_graph = true})[0];
    CHECK(y.item() == Approx(value));
  }
}

TEST_CASE("a result may be an input too", "[grad]") {
  const Var x = variable(Tensor::scalar(3));
  const Var y = square(x);
  const Gradients g = grad(square(y), {y, x});
  CHECK(g[0].item() == 18);
  CHECK(g[1].item() == 108);
  CHECK(grad(y, {y})[0].item() == 1);
}

TEST_CASE("broadcast gradients have the shape of their input", "[grad]") {
  const Var column = variable(Tensor({2, 1}, {1, 2})), row = variable(Tensor({3}, {1, 2, 3}));
  const Gradients g = grad(sum(column * row), {column, row});
  CHECK(equal(g[0].value(), Tensor({2, 1}, {6, 6})));
  CHECK(equal(g[1].value(), Tensor({3}, {3, 3, 3})));
}

TEST_CASE("what cannot be differentiated says so", "[grad]") {
  const Var x = variable(Tensor({2}, {1, 2})), unused = variable(Tensor({3}, 1.0f));
  const Var constant = Tensor({2}, {1, 2});
  const Var loss = sum(x * constant);
  REQUIRE_ERROR(grad(x * x, {x}), "[grad] expected an output of one element, got [2]");
  REQUIRE_ERROR(grad(loss, {constant}), "[grad] input 0 [2] is a constant");
  REQUIRE_ERROR(grad(loss, {x, unused}), "[grad] the output does not depend on input 1 [3]");
  REQUIRE_ERROR(grad(loss, VarList({unused}, {"up1.weight"})), "does not depend on up1.weight [3]");
  REQUIRE_ERROR(grad(Var(), {x}), "[grad] expected an output of one element, got none");
  REQUIRE_ERROR(grad({x}, {Tensor({3}, 1.0f)}, {x}), "[grad] expected a seed of shape [2], got [3]");

  const Gradients zero = grad(loss, {unused}, {.unreached = Unreached::zero});
  CHECK(equal(zero[0].value(), Tensor({3}, 0.0f)));
  CHECK_FALSE(grad(loss, {unused}, {.unreached = Unreached::absent})[0].defined());
}

TEST_CASE("undefined tensors are refused by name", "[grad]") {
  REQUIRE_ERROR(exp(Var()), "[exp] expected a defined tensor, got an undefined one");
  REQUIRE_ERROR(Var() + Var(), "[add] expected a defined tensor");
  REQUIRE_ERROR(Var() * 2, "[affine] expected a defined tensor");
  REQUIRE_ERROR(sum(Var()), "[sum] expected a defined tensor");
  REQUIRE_ERROR(broadcast_to(Var(), {2}), "[broadcast_to] expected a defined tensor");
  REQUIRE_ERROR(transpose(Var(), {}), "[transpose] expected a defined tensor");
  REQUIRE_ERROR(concat({Var()}, 0), "[concat]");
  REQUIRE_ERROR(variable(Tensor()), "[variable] expected a defined tensor");
}

TEST_CASE("an operation without a rule for what is asked throws, naming itself", "[grad]") {
  const Var x = variable(Tensor({2}, {1, 2}));
  const Var y = record<float>("half_done", x.value(), {link(x)}, [](Rule<float>&) {});
  REQUIRE_ERROR(grad(sum(y), {x}), "[half_done] has no gradient with respect to its input 0");
}

TEST_CASE("a zero derivative is zeros, not an error", "[grad]") {
  const Var x = variable(Tensor({2}, {1, -2}));
  CHECK(equal(grad(sum(sign(x)), {x})[0].value(), Tensor({2}, 0.0f)));
  const Var first = grad(sum(relu(x)), {x}, {.create_graph = true})[0];
  CHECK(equal(grad(sum(first), {x}, {.unreached = Unreached::zero})[0].value(), Tensor({2}, 0.0f)));
}

TEST_CASE("detach and the recording guard cut the graph", "[grad]") {
  const Var x = variable(Tensor::scalar(3));
  CHECK(grad(x * detach(x), {x})[0].item() == 3);
  {
    const NoRecord no_record;
    CHECK_FALSE((x * x).tracked());
    const Record record_again;
    CHECK((x * x).tracked());
  }
  CHECK((x * x).tracked());
}

TEST_CASE("only what was asked is computed", "[grad]") {
  const Var x = variable(Tensor::scalar(2)), w = variable(Tensor::scalar(3));
  static int asked_x, asked_w;
  asked_x = asked_w = 0;
  const Var y = record<float>("counting", Tensor::scalar(6), {link(x), link(w)}, [](Rule<float>& r) {
    if (r.wants(0)) ++asked_x, r.give(0, r.grad());
    if (r.wants(1)) ++asked_w, r.give(1, r.grad());
  });
  grad(y, {w});
  CHECK(asked_x == 0);
  CHECK(asked_w == 1);
}

TEST_CASE("a product keeps an operand only if the other is tracked", "[grad]") {
  Tensor big({4}, 2.0f);
  const Var x = variable(Tensor({4}, 1.0f));
  const Var constant_kept = x * big;  // the rule for x needs big
  CHECK_FALSE(big.unique());
  Tensor value = Tensor({4}, 3.0f);
  const Var y = variable(value) * big;
  const Var sum_keeps_nothing = x + value;
  CHECK(grad(sum(y + constant_kept + sum_keeps_nothing), {x})[0].value().at({0}) == 3);

  const Tensor not_kept({4}, 1.0f);  // no rule needs it, because big is a constant
  const Var product = variable(not_kept) * big;
  CHECK(not_kept.unique());
}

TEST_CASE("a chain of 100,000 nodes runs and is freed without recursion", "[grad]") {
  const Var x = variable(Tensor::scalar(1));
  Var y = x;
  for (int i = 0; i < 100'000; ++i) y = y + 1.0f;
  CHECK(y.item() == 100'001);
  CHECK(grad(y, {x})[0].item() == 1);
  const Var with_graph = grad(y * y, {x}, {.create_graph = true})[0];
  CHECK(with_graph.item() == 2 * 100'001);
  CHECK(grad(with_graph, {x})[0].item() == 2);
}

TEST_CASE("a diamond of 40 levels visits each node once", "[grad]") {
  const f64::Var x = variable(f64::Tensor::scalar(1));
  f64::Var y = x;
  for (int i = 0; i < 40; ++i) y = y + y;
  CHECK(grad(y, {x})[0].item() == 0x1p40);
}

TEST_CASE("norms of zeros have zero gradients, to the second order", "[grad]") {
  const f64::Var x = variable(f64::Tensor({2, 3}, {0, 0, 0, 3, 0, 4}));
  const f64::Var first = grad(sum(norm_per_sample(x)), {x}, {.create_graph = true})[0];
  const double expected[] = {0, 0, 0, 0.6, 0, 0.8};
  for (std::size_t i = 0; i < 6; ++i) CHECK(first.value().values()[i] == Approx(expected[i]));
  const f64::Tensor second = grad(sum(square(first)), {x})[0].value();
  for (double value : second.values()) CHECK(std::isfinite(value));
}

TEST_CASE("a loss in double of networks in float", "[grad]") {
  const Var x = variable(Tensor::scalar(3));
  const f64::Var loss = square(cast<double>(x));
  CHECK(grad(loss, {x})[0].item() == 6);
  CHECK(grad(grad(loss, {x}, {.create_graph = true})[0], {x})[0].item() == 2);
}

TEST_CASE("notes are met by the walk, and an untracked output becomes tracked", "[grad]") {
  const Var x = variable(Tensor::scalar(3));
  const Var y = note(square(x), {.buffer = 7, .momentum = 0.1, .statistic = Tensor::scalar(5).erased()});
  const Gradients g = grad(y * 2.0f, {x});
  REQUIRE(g.notes.size() == 1);
  CHECK(g.notes[0].buffer == 7);
  CHECK(g.notes[0].tensor<float>().item() == 5);
  CHECK(note(Var(Tensor::scalar(1)), {.buffer = 8}).tracked());
  const NoNotes no_notes;
  CHECK(grad(note(square(x), {.buffer = 7}), {x}).notes.empty());
}
