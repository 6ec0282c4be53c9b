#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

/// Distributions over the last axis, given as numbers that are not tied to sum to 1.
f64::Tensor masses(const Shape& shape) { return draw(shape, 0.05, 0.6); }

/// Labels 0, 1, ... over and over, in another order than the rows of anything else.
LabelTensor labels(const Shape& shape, std::int64_t classes) {
  LabelTensor result(shape);
  std::int64_t i = 0;
  for (std::int64_t& label : result.mutable_values()) label = (7 * i++ + 3) % classes;
  return result;
}

std::vector<Sample> pair_samples(f64::Tensor (*first)(const Shape&), f64::Tensor (*second)(const Shape&)) {
  return {{"matrix", {first({3, 5}), second({3, 5})}},
          {"scalar", {first({}), second({})}},
          {"batch of one", {first({1, 3}), second({1, 3})}},
          {"pictures", {first({2, 3, 5, 2}), second({2, 3, 5, 2})}},
          {"beyond the grain", {first(large()), second(large())}}};
}

std::vector<Sample> weighted_samples(f64::Tensor (*first)(const Shape&),
                                     f64::Tensor (*second)(const Shape&)) {
  return {{"matrix", {first({3, 5}), second({3, 5}), positive({3})}},
          {"batch of one", {first({1, 3}), second({1, 3}), positive({1})}},
          {"pictures", {first({2, 3, 5, 2}), second({2, 3, 5, 2}), positive({2})}}};
}

std::vector<Sample> row_samples(f64::Tensor (*first)(const Shape&), f64::Tensor (*second)(const Shape&)) {
  return {{"matrix", {first({3, 5}), second({3, 5})}},
          {"vector", {first({4}), second({4})}},
          {"one class", {first({3, 1}), second({3, 1})}},
          {"batch of one", {first({1, 3}), second({1, 3})}},
          {"pictures", {first({2, 3, 2, 4}), second({2, 3, 2, 4})}},
          {"beyond the grain", {first({2503, 10}), second({2503, 10})}}};
}

/// Rows of more than one number: a row of one has only two directions, whose similarity is constant.
std::vector<Sample> direction_samples() {
  return {{"matrix", {away_from_zero({3, 5}), positive({3, 5})}},
          {"vector", {away_from_zero({4}), positive({4})}},
          {"batch of one", {away_from_zero({1, 3}), positive({1, 3})}},
          {"pictures", {away_from_zero({2, 3, 2, 4}), positive({2, 3, 2, 4})}},
          {"beyond the grain", {away_from_zero({2503, 10}), positive({2503, 10})}}};
}

/// Far from a kink where the other input is `any`.
f64::Tensor above(const Shape& shape) { return draw(shape, 1.3, 2.7); }

const auto none = Reduction::none;

std::vector<OpRow> entropy_rows() {
  const auto of_labels = [](const Shape& shape, std::int64_t classes, double smoothing) {
    return [y = labels(shape, classes), smoothing](const auto& x) {
      return cross_entropy(x[0] * 3, y, {.reduction = none, .smoothing = smoothing});
    };
  };
  return {
      op_row(
          "cross_entropy", [](const auto& x) { return cross_entropy(x[0] * 3, x[1], {.reduction = none}); },
          row_samples(any, masses)),
      op_row(
          "cross_entropy", [](const auto& x) { return cross_entropy(x[0], x[1], {.smoothing = 0.1}); },
          row_samples(any, masses)),
      op_row("cross_entropy", [](const auto& x) { return cross_entropy(x[0], x[1], {.weights = x[2]}); },
             {{"matrix", {any({3, 5}), masses({3, 5}), positive({3})}},
              {"pixels", {any({2, 3, 2, 4}), masses({2, 3, 2, 4}), positive({2})}}}),
      op_row("cross_entropy", of_labels({4}, 5, 0.1), {{"labels, matrix", {any({4, 5})}}}),
      op_row("cross_entropy", of_labels({1}, 3, 0), {{"labels, batch of one", {any({1, 3})}}}),
      op_row("cross_entropy", of_labels({2, 3, 2}, 4, 0), {{"labels, pixels", {any({2, 3, 2, 4})}}}),
      op_row("cross_entropy", of_labels({2503}, 10, 0.2), {{"labels, beyond the grain", {any({2503, 10})}}}),
      op_row(
          "binary_cross_entropy",
          [](const auto& x) { return binary_cross_entropy(x[0] * 4, x[1], {.reduction = none}); },
          pair_samples(away_from_zero, positive)),
      op_row(
          "binary_cross_entropy",
          [](const auto& x) { return binary_cross_entropy(x[0], x[1], {.weights = x[2]}); },
          weighted_samples(away_from_zero, positive)),
  };
}

std::vector<OpRow> distance_rows() {
  return {
      op_row(
          "mse_loss", [](const auto& x) { return mse_loss(x[0], x[1]); }, pair_samples(any, any)),
      op_row(
          "mse_loss", [](const auto& x) { return mse_loss(x[0], x[1], {.weights = x[2]}); },
          weighted_samples(any, any)),
      op_row(
          "mse_loss",
          [](const auto& x) {
            return mse_loss(x[0], x[1], {Reduction::sum, x[2]});
          },
          weighted_samples(any, any)),
      op_row(
          "mse_loss",
          [](const auto& x) {
            return mse_loss(x[0], x[1], {none, x[2]});
          },
          weighted_samples(any, any)),
      op_row(
          "l1_loss", [](const auto& x) { return l1_loss(x[0], x[1], {.reduction = none}); },
          pair_samples(any, above)),
      op_row(
          "l1_loss", [](const auto& x) { return l1_loss(x[0], x[1], {.weights = x[2]}); },
          weighted_samples(any, above)),
      op_row(
          "huber_loss", [](const auto& x) { return huber_loss(x[0], x[1], 0.75f, {.reduction = none}); },
          pair_samples(any, any)),
      op_row(
          "huber_loss", [](const auto& x) { return huber_loss(x[0], x[1], 10.0f, {.weights = x[2]}); },
          weighted_samples(any, any)),
      op_row(
          "charbonnier_loss",
          [](const auto& x) { return charbonnier_loss(x[0], x[1], 0.5f, {.reduction = none}); },
          pair_samples(any, any)),
      op_row(
          "charbonnier_loss",
          [](const auto& x) { return charbonnier_loss(x[0], x[1], 0.25f, {.weights = x[2]}); },
          weighted_samples(any, any)),
  };
}

std::vector<OpRow> distribution_rows() {
  return {
      op_row(
          "kl_gaussian", [](const auto& x) { return kl_gaussian(x[0], x[1], {.reduction = none}); },
          row_samples(any, any)),
      op_row(
          "kl_gaussian", [](const auto& x) { return kl_gaussian(x[0], x[1], {.weights = x[2]}); },
          weighted_samples(any, any)),
      op_row("kl_gaussian",
             [](const auto& x) { return kl_gaussian(x[0], x[1], x[2], x[3], {.reduction = none}); },
             {{"matrix", {any({3, 5}), any({3, 5}), any({3, 5}), any({3, 5})}},
              {"batch of one", {any({1, 2}), any({1, 2}), any({1, 2}), any({1, 2})}},
              {"beyond the grain", {any({2503, 10}), any({2503, 10}), any({2503, 10}), any({2503, 10})}}}),
      op_row(
          "cosine_similarity", [](const auto& x) { return cosine_similarity(x[0], x[1]); },
          direction_samples()),
      op_row(
          "cosine_loss", [](const auto& x) { return cosine_loss(x[0], x[1]); }, direction_samples()),
      op_row(
          "cosine_loss", [](const auto& x) { return cosine_loss(x[0], x[1], {.weights = x[2]}); },
          weighted_samples(away_from_zero, positive)),
  };
}

}  // namespace

std::vector<OpRow> loss_rows() {
  std::vector<OpRow> table;
  for (auto rows : {entropy_rows, distance_rows, distribution_rows})
    for (OpRow& row : rows()) table.push_back(std::move(row));
  return table;
}

}  // namespace agon_test
