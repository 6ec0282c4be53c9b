#include "agon/optim/descend.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "agon/autograd/gradcheck.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

namespace {

f64::Tensor numbers(const std::string& name, const Shape& shape) {
  return Random(5, name).normal<double>(shape);
}

struct Critic {
  f64::Linear body{3, 4, {.bias = false}};
  f64::BatchNorm norm{4};
  f64::Linear head{4, 1};
  f64::Var operator()(const f64::Var& x) const { return head(tanh(norm(body(x)))); }
};

/// A critic whose parameters are all drawn, so that none begins at 0.
Critic critic() {
  Critic net;
  for (const f64::Slot& slot : slots(net))
    if (slot.kind == SlotKind::parameter) *slot.parameter = numbers(slot.name, slot.parameter->shape());
  return net;
}

const f64::Tensor real = numbers("real", {5, 3}), fake = numbers("fake", {5, 3});

f64::Var loss_of(const Critic& net, const f64::Var& made) {
  return mean(softplus(-net(real))) + mean(softplus(net(made)));
}

Critic look_ahead(Critic net, f64::Descent state, const f64::Var& made, int steps) {
  for (int k = 0; k < steps; ++k) {
    const f64::Gradients gradients = grad(loss_of(net, made), parameters(net), {.create_graph = true});
    net = descend(net, gradients, state);
  }
  return net;
}

/// An optimiser whose moments have moved.
template <class Optimiser>
Optimiser warm(Optimiser optimiser, Critic net) {
  for (int k = 0; k < 3; ++k)
    optimiser.step(net, grad(loss_of(net, numbers("warm", {5, 3})), parameters(net)));
  return optimiser;
}

double largest_difference(const f64::VarList& a, const f64::VarList& b) {
  double most = 0, scale = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    most = std::max(most, max(abs(a[i] - b[i])).item());
    scale = std::max(scale, max(abs(b[i])).item());
  }
  return most / scale;
}

template <class Optimiser>
void check_numbers(Optimiser optimiser) {
  Critic trained = critic();
  const Critic start = trained;
  const f64::Descent state = descent(optimiser);
  for (int steps = 1; steps <= 5; ++steps) {
    const Critic before = trained;
    optimiser.step(trained, grad(loss_of(trained, fake), parameters(trained)));
    const Critic ahead = look_ahead(start, state, fake, steps);
    CHECK(largest_difference(parameters(ahead), parameters(trained)) < 1e-12);
    CHECK(largest_difference(parameters(before), parameters(trained)) > 1e-4);
  }
}

/// Something to ask for gradients of, also where the check records nothing.
f64::Var leaf_of(const f64::Var& x) { return x.tracked() ? x : variable(x.value()); }

/// The loss of a generator that moves `made`, after `steps` of the critic, against central differences: with
/// respect to `made` and the parameters that the critic starts from, and its gradient as well.
template <class Optimiser>
void check_gradients(const Optimiser& optimiser, int steps, int order) {
  std::vector<f64::Tensor> points{fake};
  for (const f64::Var& parameter : parameters(critic())) points.push_back(parameter.value());
  const auto f = [&](const std::vector<f64::Var>& at) {
    Critic net;
    std::size_t next = 1;
    for (const f64::Slot& slot : slots(net))
      if (slot.kind == SlotKind::parameter) *slot.parameter = leaf_of(at[next++]);
    return mean(softplus(-look_ahead(std::move(net), descent(optimiser), at[0], steps)(at[0])));
  };
  const GradcheckResult result = gradcheck(f, points, {.order = order, .elements = 5});
  INFO(steps << " steps: " << result.worst);
  CHECK(result.first_error <= 1e-6);
  CHECK(result.second_error <= 1e-6);
  CHECK(result);
}

struct Lone {
  f64::Parameter p{f64::Tensor({2}, {1, -2})};
};

}  // namespace

TEST_CASE("descend has the numbers of the optimisers' steps", "[optim]") {
  check_numbers(f64::SGD{{.lr = 0.1}});
  check_numbers(f64::SGD{{.lr = 0.1, .momentum = 0.9, .weight_decay = 0.01}});
  check_numbers(f64::Adam{{.lr = 0.01}});
  check_numbers(f64::Adam{{.lr = 0.01, .beta1 = 0, .beta2 = 0.9, .eps = 1e-3, .weight_decay = 0.1}});
  check_numbers(f64::RMSProp{{.lr = 0.01, .weight_decay = 0.1}});
  check_numbers(f64::RMSProp{{.lr = 0.01, .alpha = 0.9, .momentum = 0.5}});
}

TEST_CASE("descend goes on from moments that have moved, with the numbers of now", "[optim]") {
  check_numbers(warm(f64::SGD{{.lr = 0.1, .momentum = 0.9}}, critic()));
  check_numbers(warm(f64::RMSProp{{.lr = 0.01, .momentum = 0.5}}, critic()));
  f64::Adam adam = warm(f64::Adam{{.lr = 0.01, .beta1 = 0.5}}, critic());
  check_numbers(adam);
  adam.set_lr(0.02);
  adam.set_beta1(0.3);
  adam.set_beta2(0.7);
  check_numbers(adam);
}

TEST_CASE("gradients flow through descents by gradient descent", "[optim][gradcheck]") {
  for (const int steps : {0, 1, 2, 5, 10}) {
    check_gradients(f64::SGD{{.lr = 0.1}}, steps, 1);
    check_gradients(f64::SGD{{.lr = 0.1, .momentum = 0.9, .weight_decay = 0.01}}, steps, 1);
  }
  check_gradients(warm(f64::SGD{{.lr = 0.1, .momentum = 0.9}}, critic()), 2, 2);
}

TEST_CASE("gradients flow through descents by Adam", "[optim][gradcheck]") {
  for (const int steps : {0, 1, 2, 5, 10}) {
    check_gradients(f64::Adam{{.lr = 0.01, .beta1 = 0.5}}, steps, 1);
    check_gradients(warm(f64::Adam{{.lr = 0.01, .weight_decay = 0.1}}, critic()), steps, 1);
  }
  check_gradients(warm(f64::Adam{{.lr = 0.01, .beta1 = 0.5, .eps = 1e-3}}, critic()), 2, 2);
}

TEST_CASE("gradients flow through descents by RMSProp", "[optim][gradcheck]") {
  check_gradients(f64::RMSProp{{.lr = 0.01, .eps = 1e-3, .momentum = 0.5}}, 2, 1);
  check_gradients(warm(f64::RMSProp{{.lr = 0.01, .eps = 1e-3}}, critic()), 2, 2);
}

TEST_CASE("a unit that never had a gradient makes no NaN and stays", "[optim]") {
  struct Dead {
    f64::Parameter w{f64::Tensor({2}, {0.5, -3})};  // relu(-3 x) is 0 for every x > 0
  };
  const f64::Tensor x({1}, {2});
  const auto check = [&](const auto& optimiser) {
    const f64::Var shift = variable(f64::Tensor({1}, {0.25}));
    Dead net;
    const f64::VarList start = parameters(net);
    f64::Descent state = descent(optimiser);
    for (int k = 0; k < 3; ++k)
      net = descend(net,
                    grad(sum(square(relu(net.w * (x + shift)) - 1)), parameters(net), {.create_graph = true}),
                    state);
    CHECK(net.w.value().at({1}) == -3);
    CHECK(std::abs(net.w.value().at({0}) - 0.5) > 1e-3);
    const f64::Var outer = sum(square(net.w));
    const auto first = grad(outer, {shift, start[0]}, {.create_graph = true});
    CHECK(std::isfinite(first[0].item()));
    CHECK(std::abs(first[0].item()) > 1e-6);
    CHECK(std::isfinite(first[1].value().at({0})));
    CHECK(first[1].value().at({1}) == -6);
    const auto second = grad(first[0] + sum(first[1]), {shift, start[0]});
    CHECK(std::isfinite(second[0].item()));
    CHECK(std::isfinite(second[1].value().at({0})));
    CHECK(second[1].value().at({1}) == 2);
  };
  check(f64::SGD{{.lr = 0.01, .momentum = 0.5}});
  check(f64::Adam{{.lr = 0.01}});
  check(f64::RMSProp{{.lr = 0.01}});
}

TEST_CASE("Adam's quotient has derivative 0 where both moments are 0", "[optim]") {
  const Lone net;
  const f64::Var gradient = variable(f64::Tensor({2}, {0.3, 0}));
  f64::Descent state = descent(f64::Adam{{.lr = 0.01, .eps = 0.1}});
  const Lone moved = descend(net, {gradient}, state);
  CHECK(moved.p.value().at({1}) == -2);
  const auto first = grad(sum(moved.p), {gradient}, {.create_graph = true});
  CHECK(first[0].value().at({0}) == Approx(-0.01 * 0.1 / (0.4 * 0.4)).epsilon(1e-12));  // of g / (|g| + eps)
  CHECK(first[0].value().at({1}) == 0);
  const auto second = grad(sum(first[0]), {gradient});
  CHECK(second[0].value().at({0}) == Approx(0.01 * 2 * 0.1 / (0.4 * 0.4 * 0.4)).epsilon(1e-12));
  CHECK(second[0].value().at({1}) == 0);

  // A gradient of 0 after others is one like any other.
  f64::Adam moving{{.lr = 0.01, .beta1 = 0.5, .beta2 = 0.5, .eps = 0.1}};
  Lone other;
  moving.step(other, {f64::Tensor({2}, {0.3, 0.4})});
  f64::Descent on = descent(moving);
  const f64::Var none = variable(f64::Tensor({2}, {0, 0}));
  const Lone later = descend(other, {none}, on);
  const double root = std::sqrt(0.5 * 0.5 * 0.3 * 0.3 / 0.75);
  CHECK(grad(sum(later.p), {none})[0].value().at({0}) ==
        Approx(-0.01 * (0.5 / 0.75) / (root + 0.1)).epsilon(1e-12));
}

TEST_CASE("an absent gradient leaves its parameter the variable that it is", "[optim]") {
  const Critic net = critic();
  f64::Gradients gradients = grad(loss_of(net, fake), parameters(net), {.create_graph = true});
  gradients[0] = f64::Var();
  f64::Descent state = descent(f64::Adam{});
  const Critic moved = descend(net, gradients, state);
  CHECK(moved.body.weight.same_as(net.body.weight));
  CHECK(!moved.head.weight.same_as(net.head.weight));

  // Its first step is still to come, so that it is as long as a first step is.
  gradients = grad(loss_of(moved, fake), parameters(moved));
  f64::Descent fresh = descent(f64::Adam{});
  const Critic later = descend(moved, gradients, state), first = descend(moved, gradients, fresh);
  CHECK(equal(f64::Linear(later.body), f64::Linear(first.body)));
  CHECK(!equal(f64::Linear(later.head), f64::Linear(first.head)));
}

TEST_CASE("looking ahead trains nobody", "[optim]") {
  const Critic net = critic();
  const f64::Adam adam = warm(f64::Adam{}, net);
  const OptimiserState before = adam.state();
  f64::Descent state = descent(adam);
  const f64::Descent kept = state;
  f64::Gradients gradients = grad(loss_of(net, fake), parameters(net), {.create_graph = true});
  REQUIRE(!gradients.notes.empty());
  const Critic once = descend(net, gradients, state);
  CHECK(equal(net, critic()));
  CHECK(equal(once.norm, net.norm) == false);  // its scale and shift moved
  for (std::size_t i = 0; i < buffers(net).size(); ++i)
    CHECK(sum(abs(buffers(once)[i] - buffers(net)[i])).item() == 0);
  CHECK(once.norm.running_mean.id() != net.norm.running_mean.id());

  const OptimiserState after = adam.state();
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i)
    if (after[i].name.starts_with("m."))
      CHECK(sum(abs(f64::Tensor::from(after[i].value) - f64::Tensor::from(before[i].value))).item() == 0);
  f64::Descent again = kept;  // a copy goes on from where the original was
  CHECK(equal(descend(net, gradients, again), once));
  CHECK(!equal(descend(net, gradients, again), once));
}

TEST_CASE("gradients that are not the network's move no descent", "[optim]") {
  const Lone net;
  f64::Descent state = descent(f64::Adam{});
  REQUIRE_ERROR(descend(net, {}, state),
                "[Adam] expected 1 gradients, one a parameter of the network, got 0");
  REQUIRE_ERROR(descend(net, {f64::Tensor({3}, {0, 0, 0})}, state),
                "[Adam] expected a gradient of shape [2] for p, got [3]");
  descend(net, {f64::Tensor({2}, {1, 2})}, state);
  struct Other {
    f64::Parameter q{f64::Tensor({2}, {1, 2})};
  };
  REQUIRE_ERROR(descend(Other{}, {f64::Tensor({2}, {1, 2})}, state),
                "[Adam] expected the network of the steps before, with p [2], got one with q [2]");
  f64::Descent plain = descent(f64::SGD{});
  descend(net, {f64::Tensor({2}, {1, 2})}, plain);
  REQUIRE_ERROR(descend(Other{}, {f64::Tensor({2}, {1, 2})}, plain), "[SGD] expected the network");
}

TEST_CASE("wrapped layers descend by their own weights", "[optim]") {
  struct Bounded {
    f64::SpectralNorm<f64::Linear> body{f64::Linear{3, 4}};
    f64::Linear head{4, 1};
    f64::Var operator()(const f64::Var& x) const { return head(tanh(body(x))); }
  };
  Bounded trained;
  const f64::VarList start = parameters(trained);
  f64::Adam adam{{.lr = 0.1, .eps = 1e-3}};
  f64::Descent state = descent(adam);
  const f64::Var made = variable(fake);
  const f64::Gradients gradients = grad(mean(square(trained(made))), start, {.create_graph = true});
  const Bounded ahead = descend(trained, gradients, state);
  adam.step(trained, gradients);
  CHECK(largest_difference(parameters(ahead), parameters(trained)) < 1e-12);
  CHECK(sum(abs(grad(mean(ahead(real)), {made})[0])).item() > 1e-6);
}

TEST_CASE("descend in float has the numbers of the step", "[optim]") {
  struct Small {
    Parameter p{Tensor({3}, {1, -2, 0.5F})};
  };
  Small trained, ahead;
  Adam adam{{.lr = 0.1, .beta1 = 0.5, .weight_decay = 0.1}};
  Descent state = descent(adam);
  for (int k = 0; k < 3; ++k) {
    adam.step(trained, grad(sum(square(trained.p)), parameters(trained)));
    ahead = descend(ahead, grad(sum(square(ahead.p)), parameters(ahead)), state);
  }
  for (std::int64_t i = 0; i < 3; ++i)
    CHECK(ahead.p.value().at({i}) == Approx(trained.p.value().at({i})).epsilon(1e-6));
  static_assert(HasDescent<Adam> && HasDescent<f64::SGD> && HasDescent<RMSProp> && !HasDescent<int>);
}
