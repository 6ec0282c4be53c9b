#include "agon/autograd/gradcheck.hpp"

#include "agon/autograd/ops.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

using Vars = std::vector<f64::Var>;

f64::Tensor numbers(const Shape& shape, double low = -1, double high = 1) {
  return Random(23, to_string(shape)).uniform<double>(shape, low, high);
}

}  // namespace

TEST_CASE("a wrong gradient is found, and the report names the place", "[gradcheck]") {
  const auto wrong = [](const Vars& x) {
    return record<double>("wrong", square(x[0]).value(), {keep(x[0])},
                          [](Rule<double>& r) { r.give(0, r.grad() * r.input(0) * 2.001); });
  };
  const GradcheckResult result = gradcheck(wrong, {numbers({3})});
  CHECK_FALSE(result);
  CHECK(result.first_error > 1e-4);
  CHECK_THAT(result.worst, agon_test::contains("order 1, input 0 [3] element"));
  CHECK_THAT(result.worst, agon_test::contains("seed 1"));
}

TEST_CASE("a right gradient with a wrong gradient of its own is found", "[gradcheck]") {
  // The rule turns its input into a constant: the classic silent defect.
  const auto cut = [](const Vars& x) {
    return record<double>("cut", square(x[0]).value(), {keep(x[0])},
                          [](Rule<double>& r) { r.give(0, r.grad() * detach(r.input(0)) * 2); });
  };
  const GradcheckResult result = gradcheck(cut, {numbers({3})});
  CHECK_FALSE(result);
  CHECK(result.first_error < 1e-8);
  CHECK(result.second_error > 0.1);
  CHECK(gradcheck(cut, {numbers({3})}, {.order = 1}));
}

TEST_CASE("elements on a kink are left out, and a function made of kinks is refused", "[gradcheck]") {
  f64::Tensor x = numbers({40}, 0.2, 1);
  x.mutable_data()[7] = 1e-7;
  const auto kinked = [](const Vars& v) { return relu(v[0]); };
  const GradcheckResult result = gradcheck(kinked, {x}, {.elements = 40});
  CHECK(result);
  CHECK(result.checked < 3 * 40);
  const GradcheckResult refused = gradcheck(kinked, {f64::Tensor({4}, 1e-7)});
  CHECK_FALSE(refused);
  CHECK_THAT(refused.worst, agon_test::contains("kinks"));
}

TEST_CASE("an operation may declare the function that its gradient is of", "[gradcheck]") {
  const auto straight_through = [](const Vars& x) {
    return record<double>("round", sign(x[0]).value(), {link(x[0])},
                          [](Rule<double>& r) { r.give(0, r.grad()); });
  };
  const auto identity = [](const Vars& x) { return x[0] * 1.0; };
  CHECK_FALSE(gradcheck(straight_through, {numbers({3}, 0.5, 1)}));
  CHECK(gradcheck(straight_through, {numbers({3}, 0.5, 1)}, {.declared = identity}));
}

TEST_CASE("random functions replay their stream at every evaluation", "[gradcheck]") {
  const auto noisy = [](const Vars& x) {
    return square(x[0]) * current_random().uniform<double>(x[0].shape());
  };
  CHECK(gradcheck(noisy, {numbers({5})}));
}

TEST_CASE("options out of range are refused", "[gradcheck]") {
  const auto f = [](const Vars& x) { return x[0] * 2.0; };
  REQUIRE_ERROR(gradcheck(f, {numbers({2})}, {.order = 3}), "[gradcheck] expected order 1 or 2");
  REQUIRE_ERROR(gradcheck(f, {numbers({2})}, {.step = 0}), "[gradcheck]");
}

TEST_CASE("the WGAN-GP critic loss through convolution, batch norm and leaky relu", "[gradcheck]") {
  // Real, fake and mixed pictures; kernels, scale, shift and the last layer are what is differentiated.
  const f64::Tensor real = numbers({3, 6, 6, 2}), fake = numbers({3, 6, 6, 2}, -0.9, 1.1);
  const f64::Tensor mix = numbers({3, 1, 1, 1}, 0, 1);
  const auto loss = [&](const Vars& p) {
    const auto critic = [&p](const f64::Var& x) {
      const f64::Var h = conv2d(x, p[0], {.stride = 2, .padding = 1});
      const f64::Var features = leaky_relu(batch_norm(h, p[1], p[2]).y, 0.2);
      return matmul(flatten(features), p[3]);
    };
    const f64::Var between = variable(lerp(real, fake, mix).value());
    const f64::Var slope = grad(sum(critic(between)), {between}, {.create_graph = true})[0];
    const f64::Var penalty = mean(square(norm_per_sample(slope) - 1.0));
    return mean(critic(fake)) - mean(critic(real)) + 10.0 * penalty;
  };
  const std::vector<f64::Tensor> parameters{numbers({4, 4, 4, 2}), numbers({4}, 0.5, 1.5), numbers({4}),
                                            numbers({36, 1})};
  const GradcheckResult result = gradcheck(loss, parameters, {.order = 1});
  INFO(result.worst);
  CHECK(result.first_error <= 1e-6);
  CHECK(result);
}
