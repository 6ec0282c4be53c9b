#include "agon/nn/any_module.hpp"

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/chain.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers.hpp"
#include "agon/nn/save.hpp"
#include "agon/optim/adam.hpp"
#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;

namespace {

struct Body {
  Linear in{3, 4};
  BatchNorm norm{4};
  Var operator()(const Var& x) const { return norm(in(x)); }
};

/// Of one input or two.
struct Joined {
  Linear left{3, 2}, right{4, 2, {.bias = false}};
  Var operator()(const Var& x) const { return left(x); }
  Var operator()(const Var& x, const Var& y) const { return left(x) + right(y); }
};

/// With a constructor that takes what it may itself become.
struct Wrapper {
  explicit Wrapper(AnyModule wrapped) : inner(std::move(wrapped)) {}
  Var operator()(const Var& x) const { return inner(x); }
  AnyModule inner;
  static constexpr std::size_t agon_members = 1;
};

struct Net {
  AnyModule body{Body{}};
  Linear out{4, 1};
  Var operator()(const Var& x) const { return out(body(x)); }
};

const Tensor samples = Random(3).normal({5, 3});

}  // namespace

TEST_CASE("an AnyModule is the network that it holds", "[nn][any_module]") {
  const Body body;
  const AnyModule any = body;
  REQUIRE(equal(any(samples).value(), body(samples).value()));
  REQUIRE(parameters(any).names() == parameters(body).names());
  REQUIRE(summary(any) == summary(body));
  REQUIRE(parameter_count(any) == parameter_count(body));
  REQUIRE(named_buffers(any)[1].name == "norm.running_variance");
  REQUIRE(any.as<Body>() != nullptr);
  REQUIRE(any.as<Linear>() == nullptr);
  REQUIRE(parameters(any)[0].same_as(any.as<Body>()->in.weight));
}

TEST_CASE("an AnyModule in a network has the names of its place", "[nn][any_module]") {
  const Net net;
  REQUIRE(parameters(net).names() == std::vector<std::string>{"body.in.weight", "body.in.bias",
                                                              "body.norm.scale", "body.norm.shift",
                                                              "out.weight", "out.bias"});
  REQUIRE(summary(net) ==
          "name       layer      parameters               count  buffers\n"
          "body.in    Linear     weight [4, 3], bias [4]     16        0\n"
          "body.norm  BatchNorm  scale [4], shift [4]         8        8\n"
          "out        Linear     weight [1, 4], bias [1]      5        0\n"
          "total                                             29        8\n");
}

TEST_CASE("modules hold networks that hold modules", "[nn][any_module]") {
  const AnyModule inner = Linear(3, 2);
  const AnyModule outer = Wrapper(inner);
  REQUIRE(parameters(outer).names() == std::vector<std::string>{"inner.weight", "inner.bias"});
  REQUIRE(equal(outer(samples).value(), inner(samples).value()));
  const AnyModule chained = Chain{Wrapper(inner), Wrapper(AnyModule(Wrapper(ReLU{})))};
  REQUIRE(parameters(chained).names()[0] == "0.inner.weight");
  REQUIRE(chained(samples).shape() == Shape{5, 2});
}

TEST_CASE("a copy of an AnyModule is a network of its own", "[nn][any_module]") {
  Net net;
  Net copy = net;
  REQUIRE(equal(net, copy));
  REQUIRE_FALSE(parameters(copy)[0].same_as(parameters(net)[0]));
  copy.body.as<Body>()->in.weight = Tensor({4, 3}, 0.0f);
  REQUIRE_FALSE(equal(net, copy));
  copy = net;
  REQUIRE(equal(net, copy));
  const Var before = parameters(copy)[0];
  const Net moved = std::move(copy);
  REQUIRE(parameters(moved)[0].same_as(before));
  REQUIRE(copy.body.empty());  // NOLINT: what is left is what the test looks at
}

TEST_CASE("modules of different types or configurations are not equal", "[nn][any_module]") {
  REQUIRE_FALSE(equal(AnyModule(ReLU{}), AnyModule(Tanh{})));
  REQUIRE_FALSE(equal(AnyModule(ReLU{}), AnyModule()));
  REQUIRE_FALSE(equal(AnyModule(LeakyReLU{0.1}), AnyModule(LeakyReLU{0.2})));
  REQUIRE(equal(AnyModule(LeakyReLU{0.1}), AnyModule(LeakyReLU{0.1})));
  REQUIRE(equal(AnyModule(), AnyModule()));
}

TEST_CASE("an AnyModule takes several inputs", "[nn][any_module]") {
  const Joined joined;
  const AnyModule any = joined;
  const Tensor y = Random(4).normal({5, 4});
  REQUIRE(equal(any(samples).value(), joined(samples).value()));
  REQUIRE(equal(any(samples, y).value(), joined(samples, y).value()));
  const std::vector<Var> list{samples, y};
  REQUIRE(equal(any(list).value(), joined(samples, y).value()));
  REQUIRE_ERROR(any(samples, y, y), "[AnyModule] expected 1 or 2 inputs for Joined, got 3");
  REQUIRE_ERROR(any(std::vector<Var>{}), "[AnyModule] expected 1 or 2 inputs for Joined, got 0");
  REQUIRE_ERROR(AnyModule(ReLU{})(samples, y), "[AnyModule] expected 1 input for ReLU, got 2");
  REQUIRE_ERROR(AnyModule{}(samples), "[AnyModule] expected a network to call, got none");
  REQUIRE_ERROR(AnyModule(Linear(4, 1))(samples), "[Linear] expected input [N, 4], got [5, 3]");
}

TEST_CASE("a function of variables is a module without parameters", "[nn][any_module]") {
  const AnyModule twice = [](const Var& x) { return 2 * x; };
  REQUIRE(twice(Tensor({1}, 3.0f)).item() == 6);
  REQUIRE(parameters(twice).empty());
}

TEST_CASE("what an AnyModule holds is trained, saved, loaded and frozen", "[nn][any_module]") {
  Random random(1);
  const RandomGuard guard(random);
  Net net;
  init(net, normal(0, 0.1f));
  const Net before = net;
  Adam adam{{.lr = 0.01}};
  adam.step(net, grad(mean(square(net(samples))), parameters(net)));
  for (std::size_t i = 0; i < 6; ++i) {
    INFO(parameters(net).names()[i]);
    CHECK_FALSE(equal(parameters(net)[i].value(), parameters(before)[i].value()));
  }
  REQUIRE_FALSE(equal(buffers(net)[0], buffers(before)[0]));  // absorbed

  const agon_test::Scratch scratch;
  save(net, scratch / "net.safetensors");
  Net loaded;
  load(loaded, scratch / "net.safetensors");
  REQUIRE(equal(loaded, net));
  const Net frozen = constants(net);
  REQUIRE_FALSE(parameters(frozen)[0].tracked());
}

TEST_CASE("a chain applies its modules in order, under the names of Sequential", "[nn][any_module]") {
  const Sequential<Linear, Tanh, Linear> body{Linear{3, 5}, Tanh{}, Linear{5, 1}};
  Chain chain{std::get<0>(body.layers), Tanh{}};
  chain.push_back(std::get<2>(body.layers));
  REQUIRE(chain.size() == 3);
  REQUIRE(equal(chain(samples).value(), body(samples).value()));
  REQUIRE(parameters(chain).names() == parameters(body).names());
  const agon_test::Scratch scratch;
  save(Sequential{Linear{3, 5}, Tanh{}, Linear{5, 1}}, scratch / "net.safetensors");
  load(chain, scratch / "net.safetensors");
  REQUIRE_FALSE(equal(chain(samples).value(), body(samples).value()));
}

TEST_CASE("chains nest, copy and grow", "[nn][any_module]") {
  Chain chain{Chain{Linear{3, 3}, ReLU{}}, Linear{3, 2}};
  REQUIRE(parameters(chain).names()[1] == "0.0.bias");
  Chain copy = chain;
  REQUIRE(copy.size() == 2);
  REQUIRE(equal(copy, chain));
  for (int i = 0; i < 3; ++i) copy.push_back(Linear{2, 2}).push_back(ReLU{});
  REQUIRE(copy.size() == 8);
  REQUIRE_FALSE(equal(copy, chain));
  REQUIRE(copy(samples).shape() == Shape{5, 2});
  REQUIRE(equal(Chain{}(samples).value(), samples));
  REQUIRE_ERROR((Chain{Linear{3, 2}, Linear{3, 2}}(samples)), "[Linear] expected input [N, 3], got [5, 2]");
}
