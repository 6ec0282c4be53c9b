#include "agon/nn/module.hpp"

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

struct Critic {
  Linear in{3, 8};
  BatchNorm norm{8};
  LeakyReLU act{0.2};
  Dropout drop{0.3};
  Linear out{8, 1};

  Var operator()(const Var& x) const { return out(drop(act(norm(in(x))))); }
};

template <class T>
struct Generic {
  using Linear = BasicLinear<T>;
  using Var = BasicVar<T>;
  Linear a{2, 3};
  Linear b{3, 1};
  Var operator()(const Var& x) const { return b(tanh(a(x))); }
};

}  // namespace

TEST_CASE("parameters are handles of the network's own, with names", "[nn][module]") {
  const Critic net;
  const VarList list = parameters(net);
  REQUIRE(list.names() == std::vector<std::string>{"in.weight", "in.bias", "norm.scale", "norm.shift",
                                                   "out.weight", "out.bias"});
  REQUIRE(list[0].same_as(net.in.weight));
  REQUIRE(named_parameters(net)[4].name == "out.weight");
  REQUIRE(named_parameters(net)[4].value.same_as(net.out.weight));
  REQUIRE(parameter_count(net) == 3 * 8 + 8 + 8 + 8 + 8 + 1);
  REQUIRE(buffers(net).size() == 2);
  REQUIRE(named_buffers(net)[1].name == "norm.running_variance");
}

TEST_CASE("a copy is equal and independent", "[nn][module]") {
  Critic net;
  Critic copy = net;
  REQUIRE(equal(net, copy));
  REQUIRE_FALSE(parameters(copy)[0].same_as(parameters(net)[0]));
  copy.in.weight = Tensor({8, 3}, 0.0f);
  REQUIRE_FALSE(equal(net, copy));
  copy = net;
  REQUIRE(equal(net, copy));
  copy.norm.running_mean = Tensor({8}, 1.0f);
  REQUIRE_FALSE(equal(net, copy));
  REQUIRE(net.norm.running_mean.value().at({0}) == 0);
  copy = net;
  copy.act = LeakyReLU{0.1};
  REQUIRE_FALSE(equal(net, copy));
}

TEST_CASE("equality sees how many layers a list holds", "[nn][module]") {
  std::vector<ReLU> two(2), three(3);
  REQUIRE(equal(two, two));
  REQUIRE_FALSE(equal(two, three));
  REQUIRE_FALSE(equal(repeat(1, [] { return Linear{1, 1}; }), repeat(2, [] { return Linear{1, 1}; })));
}

TEST_CASE("a copy's gradients are its own", "[nn][module]") {
  const Critic net;
  const Critic copy = net;
  const Var loss = sum(copy(normal({4, 3}, 0, 1)));
  REQUIRE(grad(loss, parameters(copy)).size() == 6);
  REQUIRE_ERROR(grad(loss, parameters(net)), "in.weight [8, 3]");
}

TEST_CASE("repeat gives each block weights of its own", "[nn][module]") {
  const auto blocks = repeat(3, [](int i) { return Linear{i + 1, 2}; });
  REQUIRE(blocks[2].weight.shape() == Shape{2, 3});
  const auto same = repeat(2, [] { return Linear{4, 4}; });
  REQUIRE_FALSE(equal(same[0].weight.value(), same[1].weight.value()));
}

TEST_CASE("slots point into the network", "[nn][module]") {
  Critic net;
  for (Slot& slot : slots(net)) {
    if (slot.kind == SlotKind::parameter) *slot.parameter = Tensor(slot.parameter->shape(), 0.5f);
    if (slot.kind == SlotKind::buffer) *slot.buffer = Tensor(slot.buffer->shape(), 2.0f);
  }
  REQUIRE(net.out.bias->value().at({0}) == 0.5f);
  REQUIRE(net.norm.running_variance.value().at({7}) == 2);
}

TEST_CASE("constants are a copy that gradients flow through but not into", "[nn][module]") {
  const Critic net;
  const Critic frozen = constants(net);
  REQUIRE(equal(net, frozen));
  for (const Var& p : parameters(frozen)) REQUIRE_FALSE(p.tracked());
  REQUIRE_FALSE(parameters(Critic(frozen))[0].tracked());
  const Var x = variable(normal({4, 3}, 0, 1));
  REQUIRE(grad(sum(square(frozen(x))), {x})[0].shape() == Shape{4, 3});
  REQUIRE(frozen.norm.running_mean.id() != net.norm.running_mean.id());
}

TEST_CASE("absorbing moves the running statistics once, by the mean of the notes", "[nn][module]") {
  struct Net {
    BatchNorm norm{2, {.momentum = 0.5}};
  };
  Net net, other;
  const Tensor x({2, 2}, {0, 10, 2, 30}), y({2, 2}, {4, 0, 8, 0});
  const Gradients g = grad(sum(square(net.norm(x))) + sum(square(net.norm(y))), parameters(net));
  REQUIRE(g.notes.size() == 4);
  absorb(other, g);
  REQUIRE(other.norm.running_mean.value().at({0}) == 0);
  absorb(net, g);
  // Means 1 and 6 (mean 3.5) and 20 and 0; unbiased variances 2 and 8, and 200 and 0.
  REQUIRE(net.norm.running_mean.value().at({0}) == Approx(1.75));
  REQUIRE(net.norm.running_mean.value().at({1}) == Approx(5));
  REQUIRE(net.norm.running_variance.value().at({0}) == Approx(0.5 + 2.5));
  REQUIRE(net.norm.running_variance.value().at({1}) == Approx(0.5 + 50));
}

TEST_CASE("replacing notes put the last one in place, and a wrong shape changes nothing", "[nn][module]") {
  struct Net {
    Parameter w{Tensor({1}, 1.0f)};
    Buffer u{Tensor({2}, 0.0f)};
  };
  Net net;
  Gradients g;
  g.notes.push_back({net.u.id(), NoteKind::replace, 0, Tensor({2}, {1, 2}).erased()});
  g.notes.push_back({net.u.id(), NoteKind::replace, 0, Tensor({2}, {3, 4}).erased()});
  absorb(net, g);
  REQUIRE(net.u.value().at({1}) == 4);
  g.notes.push_back({net.u.id(), NoteKind::replace, 0, Tensor({3}, 0.0f).erased()});
  REQUIRE_ERROR(absorb(net, g), "[absorb] expected a statistic of shape [2] for u, got [3]");
  REQUIRE(net.u.value().at({1}) == 4);
}

TEST_CASE("one template serves both scalars", "[nn][module]") {
  const Generic<float> f;
  const Generic<double> d;
  REQUIRE(f(Tensor({1, 2}, 0.5f)).shape() == Shape{1, 1});
  REQUIRE(d(f64::Tensor({1, 2}, 0.5)).shape() == Shape{1, 1});
  REQUIRE(parameters(d).size() == 4);
}

TEST_CASE("the summary is a table of the layers", "[nn][module]") {
  struct Net {
    Linear project{100, 12};
    BatchNorm norm{12};
    Sequential<ReLU, Conv2d> body{ReLU{}, Conv2d{{.in = 3, .out = 2, .kernel = {1, 2}, .bias = false}}};
    Parameter gain{Tensor({1}, 1.0f)};
  };
  REQUIRE(summary(Net{}) ==
          "name     layer      parameters                   count  buffers\n"
          ".        Net        gain [1]                         1        0\n"
          "project  Linear     weight [12, 100], bias [12]   1212        0\n"
          "norm     BatchNorm  scale [12], shift [12]          24       24\n"
          "body.0   ReLU                                        0        0\n"
          "body.1   Conv2d     weight [2, 1, 2, 3]             12        0\n"
          "total                                             1249       24\n");
}
