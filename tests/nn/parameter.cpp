#include "agon/nn/parameter.hpp"

#include <utility>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon_test.hpp"

using namespace agon;

TEST_CASE("a copy of a parameter is a new leaf with the same tensor", "[nn][parameter]") {
  const Parameter p{Tensor({2}, {1, 2})};
  const Parameter copy = p;
  REQUIRE(copy.tracked());
  REQUIRE_FALSE(copy.same_as(p));
  REQUIRE(copy.value().shares_storage_with(p.value()));
  Parameter assigned{Tensor({1}, 0.0f)};
  assigned = p;
  REQUIRE_FALSE(assigned.same_as(p));
  REQUIRE(equal(assigned.value(), p.value()));
}

TEST_CASE("a moved parameter keeps its identity", "[nn][parameter]") {
  Parameter p{Tensor({2}, {1, 2})};
  const Var handle = p;
  Parameter moved = std::move(p);
  REQUIRE(moved.same_as(handle));
  Parameter target{Tensor({1}, 0.0f)};
  target = std::move(moved);
  REQUIRE(target.same_as(handle));
}

TEST_CASE("a parameter becomes the variable it is given", "[nn][parameter]") {
  Parameter p{Tensor({2}, {1, 2})};
  const Var x = variable(Tensor({2}, {3, 4}));
  p = x * x;
  const Parameter copy = p;
  REQUIRE(copy.same_as(p));
  REQUIRE(grad(sum(copy), {x})[0].value().at({1}) == 8);
  p = Tensor({2}, {5, 6});
  REQUIRE(p.tracked());
  REQUIRE_FALSE(p.same_as(copy));
  p = detach<float>(p);
  REQUIRE_FALSE(p.tracked());
  const Parameter constant_copy = p;
  REQUIRE_FALSE(constant_copy.tracked());
}

TEST_CASE("a parameter keeps its role and fans through assignments", "[nn][parameter]") {
  Parameter w{Tensor({3, 2, 2, 5}, 0.0f)};
  REQUIRE(w.info().role == ParameterRole::weight);
  REQUIRE(w.info().fan_in == 20);
  REQUIRE(w.info().fan_out == 12);
  w = Tensor({7}, 0.0f);
  REQUIRE(w.info().role == ParameterRole::weight);
  REQUIRE(Parameter{Tensor({3}, 0.0f)}.info().role == ParameterRole::other);
}

TEST_CASE("a buffer's copy is another buffer, a moved one the same", "[nn][parameter]") {
  Buffer b{Tensor({2}, {1, 2})};
  Buffer copy = b;
  REQUIRE(copy.id() != b.id());
  REQUIRE(equal(copy.value(), b.value()));
  const std::uint64_t id = b.id();
  b = Tensor({2}, {3, 4});
  REQUIRE(b.id() == id);
  REQUIRE(copy.value().at({0}) == 1);
  copy = b;
  REQUIRE(copy.id() != id);
  const Buffer moved = std::move(b);
  REQUIRE(moved.id() == id);
  REQUIRE(b.id() != id);  // whatever it is given next, it is not the one that moved
}

TEST_CASE("a growing vector keeps identities", "[nn][parameter]") {
  std::vector<Parameter> list;
  list.emplace_back(Tensor({1}, 1.0f));
  const Var first = list[0];
  for (int i = 0; i < 20; ++i) list.emplace_back(Tensor({1}, 2.0f));
  REQUIRE(list[0].same_as(first));
}
