#include "agon/optim/accumulate.hpp"

#include <cmath>

#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon/optim/sgd.hpp"
#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

namespace {

struct Net {
  f64::Linear hidden{3, 8};
  f64::Linear out{8, 1};
  f64::Var operator()(const f64::Var& x) const { return out(tanh(hidden(x))); }
};

struct NormedNet {
  f64::Linear hidden{3, 4};
  f64::BatchNorm norm{4};
  f64::Var operator()(const f64::Var& x) const { return norm(hidden(x)); }
};

f64::Var loss_of(const Net& net, const f64::Tensor& x) { return mean(softplus(net(x))); }

}  // namespace

TEST_CASE("Gradients of parts, by their shares, add up to that of the large batch", "[optim]") {
  Random random(1);
  const RandomGuard guard(random);
  const Net net;
  const f64::Tensor x = random.normal<double>({12, 3});
  const auto whole = grad(loss_of(net, x), parameters(net));
  f64::Gradients total;
  const std::int64_t ends[] = {0, 2, 7, 12};
  for (int part = 0; part < 3; ++part)
    accumulate_gradients(total, grad(loss_of(net, rows(x, ends[part], ends[part + 1])), parameters(net)),
                         static_cast<double>(ends[part + 1] - ends[part]) / 12);
  REQUIRE(total.size() == whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (std::int64_t j = 0; j < whole[i].size(); ++j)
      CHECK(std::abs(total[i].value().data()[j] - whole[i].value().data()[j]) < 1e-12);
}

TEST_CASE("Running statistics of parts are absorbed once, as their mean", "[optim]") {
  Random random(2);
  const RandomGuard guard(random);
  NormedNet net;
  const NormedNet before = net;
  const f64::Tensor x = random.normal<double>({8, 3});
  f64::Gradients total;
  for (const std::int64_t begin : {0, 4})
    accumulate_gradients(total, grad(mean(square(net(rows(x, begin, begin + 4)))), parameters(net)), 0.5);
  f64::SGD sgd{{.lr = 0.1}};
  sgd.step(net, total);
  // The parts are equally large, so that the mean of their means is that of all.
  const f64::Tensor mean_of_all = mean(before.hidden(x), {0}).value();
  for (std::int64_t i = 0; i < 4; ++i)
    CHECK(net.norm.running_mean.value().data()[i] == Approx(0.1 * mean_of_all.data()[i]));
}

TEST_CASE("Undefined gradients count as nothing", "[optim]") {
  const Var a = Tensor({2}, {1, 2}), b = Tensor({2}, {10, 20});
  Gradients total, first, second;
  first = {a, Var{}, Var{}};
  second = {Var{}, b, Var{}};
  accumulate_gradients(total, first, 0.5);
  accumulate_gradients(total, second, 0.25);
  CHECK(equal(total[0].value(), Tensor({2}, {0.5f, 1})));
  CHECK(equal(total[1].value(), Tensor({2}, {2.5f, 5})));
  CHECK_FALSE(total[2].defined());
  CHECK(equal(a.value(), Tensor({2}, {1, 2})));
}

TEST_CASE("Gradients that do not fit are refused, and nothing is changed", "[optim]") {
  Gradients total, other, short_one;
  total = {Tensor({2}, {1, 2}), Tensor({1}, {3})};
  other = {Tensor({2}, {1, 2}), Tensor({2}, {3, 4})};
  short_one = {Tensor({2}, {1, 2})};
  REQUIRE_ERROR(accumulate_gradients(total, short_one, 1),
                "[accumulate_gradients] expected 2 gradients, got 1");
  REQUIRE_ERROR(accumulate_gradients(total, other, 1),
                "[accumulate_gradients] expected a gradient 1 of shape [1], got [2]");
  REQUIRE_ERROR(accumulate_gradients(total, total, 0), "[accumulate_gradients] expected share > 0, got 0");
  REQUIRE_ERROR(accumulate_gradients(total, total, NAN), "[accumulate_gradients] expected share > 0");
  CHECK(equal(total[0].value(), Tensor({2}, {1, 2})));
}
