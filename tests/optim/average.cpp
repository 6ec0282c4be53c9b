#include "agon/optim/average.hpp"

#include <cmath>
#include <vector>

#include "agon/autograd/ops.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

namespace {

struct Net {
  f64::Parameter p{f64::Tensor({2}, {1, -2})};
  f64::Buffer b{f64::Tensor({1}, {0.5})};
};

Net net_of(double p0, double p1, double b) {
  Net net;
  net.p = f64::Tensor({2}, {p0, p1});
  net.b = f64::Tensor({1}, {b});
  return net;
}

std::vector<double> numbers(const Net& net) {
  return {net.p.value().at({0}), net.p.value().at({1}), net.b.value().item()};
}

}  // namespace

TEST_CASE("an average keeps half of what was after its half-life", "[optim]") {
  Average average{net_of(1, -2, 0.5), {.half_life = 100}};
  const Net there = net_of(3, 6, 9);
  average.update(there, 100);
  CHECK(numbers(average.net())[0] == Approx(2).epsilon(1e-14));
  CHECK(numbers(average.net())[1] == Approx(2).epsilon(1e-14));
  CHECK(numbers(average.net())[2] == 9);
  CHECK(average.images() == 100);

  Average by_tens{net_of(1, -2, 0.5), {.half_life = 100}};
  for (int i = 0; i < 10; ++i) by_tens.update(there, 10);
  CHECK(numbers(by_tens.net())[0] == Approx(2).epsilon(1e-13));
  CHECK(numbers(by_tens.net())[1] == Approx(2).epsilon(1e-13));
  CHECK(by_tens.images() == 100);
}

TEST_CASE("an average moves as its formula says", "[optim]") {
  Average average{net_of(1, -2, 0.5), {.half_life = 1000}};
  std::vector<double> expected = {1, -2};
  for (int i = 1; i <= 3; ++i) {
    const Net net = net_of(i, 5 - i * i, i);
    average.update(net, 64);
    const double stay = std::pow(0.5, 0.064);
    expected = {stay * expected[0] + (1 - stay) * i, stay * expected[1] + (1 - stay) * (5 - i * i)};
    CHECK(numbers(average.net())[0] == Approx(expected[0]).epsilon(1e-13));
    CHECK(numbers(average.net())[1] == Approx(expected[1]).epsilon(1e-13));
    CHECK(numbers(average.net())[2] == i);
  }
}

TEST_CASE("the half-life of an average grows with the images seen", "[optim]") {
  Average average{net_of(1, -2, 0.5), {.half_life = 100, .warm_up = 0.25}};
  average.update(net_of(7, 3, 1), 40);  // none seen before: nothing stays
  CHECK(numbers(average.net()) == std::vector<double>{7, 3, 1});
  average.update(net_of(0, 1, 1), 40);  // the half-life is 0.25 * 40 = 10
  CHECK(numbers(average.net())[0] == Approx(7 * std::pow(0.5, 4)).epsilon(1e-13));
  average.set_images(1000);  // 0.25 * 1000 is beyond 100
  const double before = numbers(average.net())[0];
  average.update(net_of(0, 1, 1), 100);
  CHECK(numbers(average.net())[0] == Approx(before / 2).epsilon(1e-13));
  CHECK(average.images() == 1100);
}

TEST_CASE("an average is the network itself after very many images", "[optim]") {
  Average average{net_of(0.1, -1e6, 0.5), {.half_life = 3}};
  const Net there = net_of(0.3, 1e-7, 9);
  average.update(there, 1'000'000);
  CHECK(equal(average.net(), there));
}

TEST_CASE("an average is a network of its own", "[optim]") {
  Net net = net_of(1, 2, 3);
  const f64::Var old = net.p;
  Average average{net, {.half_life = 10}};
  net.p = old * 5.0;  // also where the network's parameters are results
  average.update(net, 10);
  CHECK(numbers(average.net())[0] == Approx(3));
  CHECK(old.value().at({0}) == 1);
  CHECK(grad(sum(average.net().p), parameters(average.net()))[0].value().at({0}) == 1);
  REQUIRE_ERROR(grad(sum(average.net().p), {old}), "[grad]");
  CHECK(average.net().b.id() != net.b.id());
}

TEST_CASE("averages in float take whole networks of layers", "[optim]") {
  struct Small {
    Linear body{3, 4};
    BatchNorm norm{4};
  };
  Small net, other;
  Average average{net, {.half_life = 5}};
  other.body.weight = net.body.weight.value();
  other.norm.running_mean = Tensor({4}, {1, 2, 3, 4});
  average.update(other, 5);
  CHECK(average.net().norm.running_mean.value().at({2}) == 3);
  CHECK(average.net().body.weight.value().at({0, 1}) == Approx(net.body.weight.value().at({0, 1})));
}

TEST_CASE("averages of other networks and options out of range throw", "[optim]") {
  struct Layers {
    std::vector<f64::Linear> layers;
  };
  Layers one, two, wide;
  one.layers.emplace_back(2, 3);
  two.layers = {f64::Linear{2, 3}, f64::Linear{3, 1}};
  wide.layers.emplace_back(2, 4);
  Average average{one, {.half_life = 5}};
  const Layers before = average.net();
  REQUIRE_ERROR(average.update(two, 5),
                "[Average] expected a network of 2 parameters and buffers, got one of 4");
  REQUIRE_ERROR(average.update(wide, 5),
                "[Average] expected layers.0.weight [3, 2], got layers.0.weight [4, 2]");
  REQUIRE_ERROR(average.update(one, 0), "[Average] expected at least 1 image, got 0");
  CHECK(equal(average.net(), before));
  CHECK(average.images() == 0);
  REQUIRE_ERROR(average.set_images(-1), "[Average] expected images >= 0, got -1");
  REQUIRE_ERROR((Average{one, {.half_life = 0}}), "[Average] expected half_life > 0, got 0");
  REQUIRE_ERROR((Average{one, {.warm_up = -1}}), "[Average] expected warm_up >= 0, got -1");
}
