#include <cmath>
#include <vector>

#include "agon/autograd/ops.hpp"
#include "agon/nn/layers.hpp"
#include "agon/optim.hpp"
#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

namespace {

struct Pair {
  f64::Parameter a{f64::Tensor({2}, {1.0, -2.0})};
  f64::Parameter b{f64::Tensor({1}, {0.5})};
};

const std::vector<std::vector<double>> slopes = {{0.3, -0.7, 0.02}, {-0.1, 0.4, 0.05}, {0.9, 0.9, -0.01}};

f64::Gradients gradients_of(const std::vector<double>& g) {
  return {f64::Tensor({2}, {g[0], g[1]}), f64::Tensor({1}, {g[2]})};
}

std::vector<double> numbers(const Pair& net) {
  return {net.a.value().at({0}), net.a.value().at({1}), net.b.value().item()};
}

/// The rule written out a number at a time: p, g, m, v, step -> p.
template <class Optimiser, class Rule>
void check_rule(Optimiser optimiser, Rule rule) {
  Pair net;
  std::vector<double> p = numbers(net), m(3), v(3);
  for (int step = 1; step <= 3; ++step) {
    const auto& g = slopes[static_cast<std::size_t>(step - 1)];
    optimiser.step(net, gradients_of(g));
    for (std::size_t i = 0; i < 3; ++i) p[i] = rule(p[i], g[i], m[i], v[i], step);
    for (std::size_t i = 0; i < 3; ++i) CHECK(numbers(net)[i] == Approx(p[i]).epsilon(1e-13));
  }
}

}  // namespace

TEST_CASE("SGD steps as its formula says") {
  check_rule(f64::SGD{{.lr = 0.1}}, [](double p, double g, double&, double&, int) { return p - 0.1 * g; });
  check_rule(f64::SGD{{.lr = 0.1, .momentum = 0.9, .weight_decay = 0.01}},
             [](double p, double g, double& m, double&, int) {
               m = 0.9 * m + g + 0.01 * p;
               return p - 0.1 * m;
             });
}

TEST_CASE("Adam corrects its bias and adds eps outside the root") {
  check_rule(f64::Adam{{.lr = 0.01, .beta1 = 0.5, .beta2 = 0.9, .eps = 1e-3}},
             [](double p, double g, double& m, double& v, int t) {
               m = 0.5 * m + 0.5 * g;
               v = 0.9 * v + 0.1 * g * g;
               return p -
                      0.01 * (m / (1 - std::pow(0.5, t))) / (std::sqrt(v / (1 - std::pow(0.9, t))) + 1e-3);
             });
  Pair net;
  f64::Adam adam{{.lr = 2e-4}};
  adam.step(net, gradients_of(slopes[0]));  // the first step is lr times the sign of the gradient
  CHECK(numbers(net)[0] == Approx(1 - 2e-4).epsilon(1e-10));
  CHECK(numbers(net)[1] == Approx(-2 + 2e-4).epsilon(1e-10));
}

TEST_CASE("RMSProp starts from a squared gradient of 0") {
  check_rule(f64::RMSProp{{.lr = 0.01}}, [](double p, double g, double&, double& v, int) {
    v = 0.99 * v + 0.01 * g * g;
    return p - 0.01 * g / (std::sqrt(v) + 1e-8);
  });
  check_rule(f64::RMSProp{{.lr = 0.01, .alpha = 0.9, .momentum = 0.5}},
             [](double p, double g, double& m, double& v, int) {
               v = 0.9 * v + 0.1 * g * g;
               m = 0.5 * m + g / (std::sqrt(v) + 1e-8);
               return p - 0.01 * m;
             });
}

TEST_CASE("A step replaces leaves and leaves recorded graphs alone") {
  Pair net;
  const f64::Var a = net.a;
  const f64::Var loss = sum(square(net.a)) + sum(square(net.b));
  const f64::VarList before = parameters(net);
  f64::SGD sgd{{.lr = 0.1}};
  sgd.step(net, grad(loss, before));

  CHECK(a.value().at({0}) == 1.0);
  CHECK(net.a.value().at({0}) == Approx(0.8));
  // The old graph still knows the old values, and nothing of the new parameters.
  CHECK(grad(loss, before)[0].value().at({0}) == 2.0);
  REQUIRE_ERROR(grad(loss, parameters(net)), "a");
}

TEST_CASE("A step where nothing else sees the parameters moves them too") {
  Pair net;
  const auto gradients = grad(sum(square(net.a)) + sum(square(net.b)), parameters(net));
  f64::SGD sgd{{.lr = 0.5}};
  sgd.step(net, gradients);
  CHECK(numbers(net) == std::vector<double>{0, 0, 0});
  CHECK(net.a.tracked());
}

TEST_CASE("A copy of a network does not move with it") {
  Pair net;
  const Pair copy = net;
  f64::Adam adam;
  adam.step(net, gradients_of(slopes[0]));
  CHECK(numbers(copy) == std::vector<double>{1, -2, 0.5});
}

TEST_CASE("An absent gradient leaves its parameter, and its count of steps, alone") {
  Pair net, other;
  f64::Adam adam{{.lr = 0.1}}, reference{{.lr = 0.1}};
  adam.step(net, {f64::Var(), f64::Tensor({1}, {0.02})});
  CHECK(numbers(net)[0] == 1);
  adam.step(net, gradients_of(slopes[1]));
  reference.step(other, gradients_of(slopes[1]));
  CHECK(numbers(net)[0] == numbers(other)[0]);
}

TEST_CASE("Notes of the network's own buffers are absorbed, averaged") {
  struct Normed {
    Linear body{2, 3};
    BatchNorm norm{3};
  };
  Normed net;
  const auto pass = [&](float shift) {
    return net.norm(net.body(Tensor({4, 2}, {1 + shift, 2, 3, 4, -1, shift, 0, 1})));
  };
  SGD sgd{{.lr = 0}};
  const Var first = pass(0), second = pass(2);
  const auto mean_of = [&](float shift, std::int64_t channel) {
    const Tensor x = net.body(Tensor({4, 2}, {1 + shift, 2, 3, 4, -1, shift, 0, 1})).value();
    double total = 0;
    for (std::int64_t row = 0; row < 4; ++row) total += x.at({row, channel});
    return total / 4;
  };
  const double expected = 0.1 * (mean_of(0, 1) + mean_of(2, 1)) / 2;
  sgd.step(net, grad(sum(square(first)) + sum(square(second)), parameters(net)));
  CHECK(net.norm.running_mean.value().at({1}) == Approx(expected).epsilon(1e-5));
}

TEST_CASE("Gradients that are not the network's change nothing") {
  Pair net;
  f64::Adam adam;
  REQUIRE_ERROR(adam.step(net, {f64::Tensor({2}, {0, 0})}), "[Adam] expected 2 gradients, one a parameter");
  REQUIRE_ERROR(adam.step(net, {f64::Tensor({2}, {0, 0}), f64::Tensor({2}, {0, 0})}),
                "[Adam] expected a gradient of shape [1] for b, got [2]");
  CHECK(adam.state().size() == 1);
  adam.step(net, gradients_of(slopes[0]));
  struct Other {
    f64::Parameter a{f64::Tensor({3}, {1, 2, 3})};
    f64::Parameter b{f64::Tensor({1}, {0.5})};
  };
  Other other;
  REQUIRE_ERROR(adam.step(other, {f64::Tensor({3}, {0, 0, 0}), f64::Tensor({1}, {0})}),
                "[Adam] expected the network of the steps before, with a [2], got one with a [3]");
}

TEST_CASE("Options out of range throw") {
  REQUIRE_ERROR(Adam({.lr = -1}), "[Adam] expected lr >= 0, got -1");
  REQUIRE_ERROR(Adam({.beta1 = 1}), "[Adam] expected beta1 in [0, 1), got 1");
  REQUIRE_ERROR(SGD({.momentum = -0.5}), "[SGD] expected momentum in [0, 1), got -0.5");
  REQUIRE_ERROR(RMSProp({.alpha = 2}), "[RMSProp] expected alpha in [0, 1), got 2");
  REQUIRE_ERROR(SGD({.lr = std::nan("")}), "[SGD] expected lr >= 0, got nan");
  Adam adam;
  REQUIRE_ERROR(adam.set_lr(-3), "[Adam] expected lr >= 0, got -3");
  adam.set_lr(0.5);
  CHECK(adam.lr() == 0.5);
}

TEST_CASE("Adam's betas can change between steps") {
  f64::Adam adam{{.lr = 0.01, .beta1 = 0.5, .beta2 = 0.9, .eps = 1e-3}};
  Pair net;
  adam.step(net, gradients_of(slopes[0]));
  adam.set_beta1(0.2);
  adam.set_beta2(0.6);
  CHECK(adam.beta1() == 0.2);
  CHECK(adam.beta2() == 0.6);
  const double before = numbers(net)[0];
  adam.step(net, gradients_of(slopes[1]));
  const double m = 0.2 * (0.5 * 0.3) + 0.8 * -0.1, v = 0.6 * (0.1 * 0.3 * 0.3) + 0.4 * 0.1 * 0.1;
  CHECK(
      numbers(net)[0] ==
      Approx(before - 0.01 * (m / (1 - 0.2 * 0.2)) / (std::sqrt(v / (1 - 0.6 * 0.6)) + 1e-3)).epsilon(1e-13));
  REQUIRE_ERROR(adam.set_beta1(1), "[Adam] expected beta1 in [0, 1), got 1");
  REQUIRE_ERROR(adam.set_beta2(-0.1), "[Adam] expected beta2 in [0, 1), got -0.1");
  CHECK(adam.beta1() == 0.2);
  CHECK(adam.beta2() == 0.6);
}

TEST_CASE("A lazy penalty rescales Adam") {
  const AdamOptions options = lazy({.lr = 0.002, .beta1 = 0.5, .beta2 = 0.99, .eps = 1e-7}, 4);
  CHECK(options.lr == Approx(0.0016).epsilon(1e-14));
  CHECK(options.beta1 == Approx(std::pow(0.5, 0.8)).epsilon(1e-14));
  CHECK(options.beta2 == Approx(std::pow(0.99, 0.8)).epsilon(1e-14));
  CHECK(options.eps == 1e-7);
  CHECK(lazy({.beta1 = 0}, 1).beta1 == 0);
  REQUIRE_ERROR(lazy({}, 0), "[lazy] expected every >= 1, got 0");
}

TEST_CASE("Optimiser state goes to another optimiser and on from there, bit by bit") {
  const auto check = [](auto optimiser) {
    const auto untouched = optimiser;
    Pair net;
    optimiser.step(net, gradients_of(slopes[0]));
    optimiser.step(net, gradients_of(slopes[1]));
    Pair resumed = net;
    auto other = untouched;
    other.set_state(optimiser.state());
    optimiser.step(net, gradients_of(slopes[2]));
    other.step(resumed, gradients_of(slopes[2]));
    CHECK(equal(net, resumed));
  };
  check(f64::Adam{{.lr = 0.1}});
  check(f64::SGD{{.lr = 0.1, .momentum = 0.9}});
  check(f64::SGD{{.lr = 0.1}});
  check(f64::RMSProp{{.lr = 0.1, .momentum = 0.9}});
}

TEST_CASE("A state that does not fit throws and changes nothing") {
  Pair net;
  f64::Adam adam;
  adam.step(net, gradients_of(slopes[0]));
  const OptimiserState good = adam.state();
  REQUIRE(good.size() == 7);
  CHECK(good[1].name == "steps.a");

  OptimiserState missing = good;
  missing.erase(missing.begin() + 2);
  REQUIRE_ERROR(adam.set_state(missing), "expected a tensor m.a, got none");
  OptimiserState extra = good;
  extra.push_back({"m.c", good[2].value});
  REQUIRE_ERROR(adam.set_state(extra), "got m.c");
  OptimiserState twice = good;
  twice.push_back(good[2]);
  REQUIRE_ERROR(adam.set_state(twice), "got m.a twice");
  CHECK(adam.state().size() == 7);

  f64::SGD sgd{{.lr = 0.1}};
  REQUIRE_ERROR(sgd.set_state(good), "[SGD::set_state] expected the names of SGD's state, got m.a");
  f64::RMSProp rmsprop{{}};
  REQUIRE_ERROR(rmsprop.set_state(good),
                "[RMSProp::set_state] expected the names of RMSProp's state, got m.a");
}

TEST_CASE("Gradients are clipped by their norm as a whole") {
  Gradients gradients{Tensor({2}, {3, 0}), Var(), Tensor({1}, {4})};
  CHECK(gradient_norm(gradients) == Approx(5));
  CHECK(clip_gradient_norm(gradients, 1) == Approx(5));
  CHECK(gradients[0].value().at({0}) == Approx(0.6));
  CHECK(gradient_norm(gradients) == Approx(1));
  Gradients broken{Tensor({1}, {INFINITY})};
  REQUIRE_ERROR(clip_gradient_norm(broken, 1),
                "[clip_gradient_norm] expected finite gradients, got a norm of inf");
  CHECK(clip_gradient_norm(gradients, 2) == Approx(1));
  CHECK(gradient_norm(gradients) == Approx(1));
  REQUIRE_ERROR(clip_gradient_norm(gradients, 0), "[clip_gradient_norm] expected limit > 0");
}

TEST_CASE("Gradients are clipped number by number") {
  f64::Gradients gradients{f64::Tensor({3}, {3, -0.5, -7}), f64::Var(), f64::Tensor({1}, {1})};
  gradients.notes.resize(2);
  clip_gradient_values(gradients, 1.5);
  CHECK(gradients[0].value().at({0}) == 1.5);
  CHECK(gradients[0].value().at({1}) == -0.5);
  CHECK(gradients[0].value().at({2}) == -1.5);
  CHECK(!gradients[1].defined());
  CHECK(gradients[2].value().item() == 1);
  CHECK(gradients.notes.size() == 2);
  REQUIRE_ERROR(clip_gradient_values(gradients, 0), "[clip_gradient_values] expected limit > 0");
  Gradients broken{Tensor({2}, {5, std::nanf("")})};
  REQUIRE_ERROR(clip_gradient_values(broken, 1), "[clip_gradient_values] expected finite gradients");
  CHECK(broken[0].value().at({0}) == 5);
}

TEST_CASE("Parameters are clipped one by one") {
  Pair net;
  const f64::Var before = net.a;
  clip_parameters(net, 0.75);
  CHECK(numbers(net) == std::vector<double>{0.75, -0.75, 0.5});
  CHECK(before.value().at({0}) == 1);
  REQUIRE_ERROR(clip_parameters(net, -1), "[clip_parameters] expected limit > 0");
}
