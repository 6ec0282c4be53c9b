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
