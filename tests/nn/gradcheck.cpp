#include "agon/nn/gradcheck.hpp"

#include "agon/autograd/ops.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

f64::Tensor numbers(const Shape& shape) { return Random(31, to_string(shape)).uniform<double>(shape, -1, 1); }

struct Labelled {
  f64::Linear picture{3, 4};
  f64::Linear label{2, 4};
  f64::Var operator()(const f64::Var& x, const f64::Var& y) const { return tanh(picture(x) * label(y)); }
};

}  // namespace

TEST_CASE("batch norm with running statistics passes gradient checks of both orders", "[nn][gradcheck]") {
  const RunningStatistics running;
  const GradcheckResult result = gradcheck(f64::BatchNorm{3}, {numbers({5, 3})});
  INFO(result.worst);
  CHECK(result.first_error <= 1e-6);
  CHECK(result.second_error <= 1e-6);
  CHECK(result);
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
