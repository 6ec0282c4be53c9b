#include "agon/nn/gradcheck.hpp"

#include "agon/autograd/ops.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

f64::Tensor numbers(const Shape& shape) { return Random(31, to_string(shape)).uniform<double>(shape, -1, 1); }

template <class Layer>
void check(const char* what, const Layer& layer, const Shape& input) {
  const GradcheckResult result = gradcheck(layer, {numbers(input)});
  INFO(what << " on " << to_string(input) << ": " << result.worst);
  CHECK(result.first_error <= 1e-6);
  CHECK(result.second_error <= 1e-6);
  CHECK(result);
}

struct Labelled {
  f64::Linear picture{3, 4};
  f64::Linear label{2, 4};
  f64::Var operator()(const f64::Var& x, const f64::Var& y) const { return tanh(picture(x) * label(y)); }
};

}  // namespace

TEST_CASE("every layer passes gradient checks of both orders, its parameters included", "[nn][gradcheck]") {
  Random random(1);
  const RandomGuard guard(random);
  for (const std::int64_t batch : {1, 3}) {
    check("Linear", f64::Linear{3, 4}, {batch, 3});
    check("Linear without bias", f64::Linear{3, 4, {.bias = false}}, {batch, 3});
    check("Conv2d", f64::Conv2d{{.in = 2, .out = 3, .kernel = {3, 2}, .stride = 2, .padding = 1}},
          {batch, 5, 6, 2});
    check("Conv2d without bias", f64::Conv2d{{.in = 2, .out = 3, .kernel = 4, .bias = false}},
          {batch, 4, 5, 2});
    check("ConvTranspose2d",
          f64::ConvTranspose2d{{.in = 2, .out = 3, .kernel = 4, .stride = 2, .padding = 1}},
          {batch, 2, 3, 2});
    check("ConvTranspose2d without bias",
          f64::ConvTranspose2d{
              {.in = 2, .out = 1, .kernel = {3, 2}, .stride = 3, .output_padding = {2, 1}, .bias = false}},
          {batch, 2, 3, 2});
    check("BatchNorm on pictures", f64::BatchNorm{2}, {batch, 3, 4, 2});
    check("BatchNorm without scale and shift", f64::BatchNorm{2, {.affine = false}}, {batch, 3, 4, 2});
    check("MinibatchDiscrimination", f64::MinibatchDiscrimination{3, 2, 2}, {batch + 1, 3});
    check("Dropout", f64::Dropout{0.5}, {batch, 6});
    check("Sequential", f64::Sequential{f64::Linear{3, 4}, f64::BatchNorm{4}, f64::Tanh{}, f64::Linear{4, 2}},
          {batch + 2, 3});
  }
  check("BatchNorm on vectors", f64::BatchNorm{3}, {5, 3});
  const RunningStatistics running;
  check("BatchNorm with running statistics", f64::BatchNorm{3}, {5, 3});
}

TEST_CASE("a network of two inputs is checked with respect to both", "[nn][gradcheck]") {
  const Labelled net;
  const GradcheckResult result = gradcheck(net, {numbers({3, 3}), numbers({3, 2})});
  INFO(result.worst);
  CHECK(result);
  CHECK(result.checked > 40);
}

TEST_CASE("a network is checked with as many inputs as are given", "[nn][gradcheck]") {
  struct OneOrTwo {
    f64::Linear layer{3, 2};
    f64::Var operator()(const f64::Var& x) const { return layer(x); }
    f64::Var operator()(const f64::Var& x, const f64::Var& y) const { return layer(x) * y; }
  };
  const OneOrTwo net;
  REQUIRE(gradcheck(net, {numbers({3, 3})}));
  REQUIRE(gradcheck(net, {numbers({3, 3}), numbers({3, 2})}));
  REQUIRE_ERROR(gradcheck(net, {}), "[gradcheck]");
  REQUIRE_ERROR(gradcheck(net, {numbers({3, 3}), numbers({3, 2}), numbers({1})}),
                "[gradcheck] expected as many inputs as the network takes, got 3");
}
