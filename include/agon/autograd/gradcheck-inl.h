#pragma once

#include <algorithm>
#include <cmath>

#include "agon/autograd/branches.hpp"
#include "agon/autograd/gradcheck.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"

namespace agon {
namespace detail {

class Gradcheck {
 public:
  Gradcheck(const GradcheckFunction& f, const std::vector<f64::Tensor>& inputs,
            const GradcheckOptions& options)
      : f_(f),
        numeric_(options.declared ? options.declared : f),
        options_(options),
        random_(options.seed, "gradcheck") {
    const f64::Tensor y = replay([&] { return f_(constants(inputs)); }).value();
    points_ = inputs;
    points_.push_back(random_.uniform<double>(y.shape(), -1, 1));  // u, the last point
    for (const f64::Tensor& x : inputs) directions_.push_back(random_.uniform<double>(x.shape(), -1, 1));
  }

  GradcheckResult run() {
    const std::size_t inputs = points_.size() - 1;
    compare(1, result_.first_error, first_order_gradients(), inputs,
            [this](const auto& at) { return projected_value(at); });
    if (options_.order == 2)
      compare(2, result_.second_error, second_order_gradients(), inputs + 1,
              [this](const auto& at) { return projected_gradient(at); });
    result_.passed =
        !on_kinks_ && result_.first_error <= options_.tolerance && result_.second_error <= options_.tolerance;
    return result_;
  }

 private:
  using Points = std::vector<f64::Tensor>;
  using Vars = std::vector<f64::Var>;

  static Vars constants(const Points& points) { return {points.begin(), points.end()}; }
  static Vars leaves(const Points& points) {
    Vars vars;
    for (const f64::Tensor& x : points) vars.push_back(variable(x));
    return vars;
  }

  // Every evaluation sees the same random numbers and moves no statistics.
  template <class F>
  auto replay(F&& f) -> decltype(f()) {
    Random random(options_.seed, "replayed");
    const RandomGuard guard(random);
    const NoNotes no_notes;
    return f();
  }

  // <f(x), u>, and its gradients with respect to x: the last of `at` is u.
  Vars gradients_of(const GradcheckFunction& f, const Vars& at, bool create_graph) {
    const Vars x(at.begin(), at.end() - 1);
    return grad(sum(f(x) * at.back()), x, {.create_graph = create_graph, .unreached = Unreached::zero});
  }

  double projected_value(const Points& at) {
    return replay([&] {
      const Vars vars = constants(at);
      return sum(numeric_({vars.begin(), vars.end() - 1}) * vars.back()).item();
    });
  }

  double projected_gradient(const Points& at) {
    return replay([&] { return project(gradients_of(numeric_, leaves(at), false)).item(); });
  }

  f64::Var project(const Vars& gradients) {
    f64::Var total = f64::Tensor::scalar(0);
    for (std::size_t i = 0; i < gradients.size(); ++i) total = total + sum(gradients[i] * directions_[i]);
    return total;
  }

  Points values(const Vars& vars) {
    Points tensors;
    for (const f64::Var& var : vars) tensors.push_back(var.value());
    return tensors;
  }

  Points first_order_gradients() {
    return replay([&] { return values(gradients_of(f_, leaves(points_), false)); });
  }

  Points second_order_gradients() {
    return replay([&] {
      const Vars at = leaves(points_);
      return values(grad(project(gradients_of(f_, at, true)), at, {.unreached = Unreached::zero}));
    });
  }

  struct Difference {
    double value;
    bool kink;
  };

  template <class F>
  Difference central_difference(std::size_t input, std::int64_t element, F&& f) {
    double sides[2];
    std::uint64_t branches[2];
    for (int side : {0, 1}) {
      Points at = points_;
      at[input].mutable_data()[element] += side == 0 ? -options_.step : options_.step;
      const BranchMonitor monitor;
      sides[side] = f(at);
      branches[side] = monitor.fingerprint();
    }
    return {(sides[1] - sides[0]) / (2 * options_.step), branches[0] != branches[1]};
  }

  template <class F>
  void compare(int order, double& largest, const Points& analytic, std::size_t inputs, F&& f) {
    for (std::size_t i = 0; i < inputs; ++i) {
      const std::int64_t size = points_[i].size(), wanted = std::min(size, options_.elements);
      double difference = 0, scale = 0;
      std::int64_t checked = 0;
      std::string where;
      for (std::int64_t element : random_.permutation(size)) {
        if (checked == wanted) break;
        const auto [numeric, kink] = central_difference(i, element, f);
        if (kink) continue;
        ++checked;
        const double came = analytic[i].data()[element], off = std::abs(came - numeric);
        scale = std::max(scale, std::abs(numeric));
        if (off > difference || !std::isfinite(off)) {
          difference = std::isfinite(off) ? off : HUGE_VAL;
          where = describe(order, i, inputs, element, numeric, came);
        }
      }
      result_.checked += checked;
      const double error = scale > vanishing ? difference / scale : difference;
      if (!on_kinks_ && error > std::max(result_.first_error, result_.second_error)) result_.worst = where;
      largest = std::max(largest, error);
      if (2 * checked < wanted) {
        on_kinks_ = true;
        result_.worst = "input " + std::to_string(i) + ": more than half of the elements lie on kinks";
      }
    }
  }

  std::string describe(int order, std::size_t input, std::size_t inputs, std::int64_t element,
                       double expected, double came) const {
    const bool seed_of_output = order == 2 && input + 1 == inputs;
    return "order " + std::to_string(order) + ", " +
           (seed_of_output ? std::string("gradient of the result") : "input " + std::to_string(input)) + " " +
           to_string(points_[input].shape()) + " element " + std::to_string(element) + ": expected " +
           std::to_string(expected) + ", got " + std::to_string(came) + " (seed " +
           std::to_string(options_.seed) + ")";
  }

  // Differences of numbers near 1 cannot tell a gradient below this from 0.
  static constexpr double vanishing = 1e-7;

  const GradcheckFunction& f_;
  const GradcheckFunction& numeric_;
  const GradcheckOptions& options_;
  Random random_;
  Points points_;      // the inputs, then u
  Points directions_;  // w
  GradcheckResult result_;
  bool on_kinks_ = false;
};

}  // namespace detail

AGON_INLINE GradcheckResult gradcheck(const GradcheckFunction& f, const std::vector<f64::Tensor>& inputs,
                                      const GradcheckOptions& options) {
  if ((options.order != 1 && options.order != 2) || !(options.step > 0) || !(options.tolerance > 0) ||
      options.elements < 1)
    fail("gradcheck", "expected order 1 or 2, and step, tolerance and elements > 0");
  return detail::Gradcheck(f, inputs, options).run();
}

}  // namespace agon
