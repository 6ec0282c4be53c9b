#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

Sample attention_sample(const std::string& label, const Shape& q, const Shape& k, std::int64_t width) {
  return {label, {any(q), any(k), any({k[0], k[1], width})}};
}

void add_attention_rows(std::vector<OpRow>& rows) {
  const auto add = [&](const AttentionOptions& options, const std::vector<Sample>& samples) {
    rows.push_back(op_row(
        "attention", [options](const auto& x) { return attention(x[0], x[1], x[2], options); }, samples));
    rows.push_back(op_row(
        "attention_composed",
        [options](const auto& x) { return attention_composed(x[0], x[1], x[2], options); }, samples));
  };
  add({}, {attention_sample("small", {2, 3, 4}, {2, 5, 4}, 3),
           attention_sample("batch of one", {1, 4, 2}, {1, 3, 2}, 1),
           attention_sample("one key", {2, 3, 2}, {2, 1, 2}, 2),
           attention_sample("beyond the grain", {2, 301, 9}, {2, 67, 9}, 17)});
  add({.heads = 2, .scale = 0.7}, {attention_sample("two heads", {2, 3, 4}, {2, 5, 4}, 6),
                                   attention_sample("two heads, batch of one", {1, 4, 6}, {1, 3, 6}, 2)});
  add({.heads = 3, .causal = true},
      {attention_sample("causal", {2, 5, 6}, {2, 5, 6}, 3),
       attention_sample("causal, one place", {2, 1, 3}, {2, 1, 3}, 3),
       attention_sample("causal, beyond the grain", {1, 270, 6}, {1, 270, 6}, 6)});
  rows.push_back(op_row("attention", [](const auto& x) { return attention(x[0], x[0], x[0], {.heads = 2}); },
                        {{"of itself", {any({2, 4, 4})}}}));
  rows.push_back(op_row("attention", [](const auto& x) { return attention(x[0], tanh(x[0]), square(x[0])); },
                        {{"keys and values of the queries", {any({2, 4, 3})}}}));
}

/// Numbers at least 0.1 away from where rounding jumps.
f64::Tensor away_from_halves(const Shape& shape) {
  f64::Tensor x = draw(shape, -0.4, 0.4);
  std::int64_t whole = 0;
  for (double& value : x.mutable_values()) value += static_cast<double>(whole++ % 7 - 3);
  return x;
}

void add_estimator_rows(std::vector<OpRow>& rows) {
  rows.push_back(estimator_row(
      "straight_through", [](const auto& x) { return straight_through(sign(x[0]), tanh(x[1])); },
      [](const auto& x) { return tanh(x[1]); },
      {{"matrix", {away_from_zero({3, 5}), any({3, 5})}},
       {"beyond the grain", {away_from_zero(large()), any(large())}}}));
  rows.push_back(estimator_row(
      "round_ste", [](const auto& x) { return round_ste(x[0]); }, [](const auto& x) { return x[0]; },
      {{"matrix", {away_from_halves({3, 5})}},
       {"one", {away_from_halves({1})}},
       {"beyond the grain", {away_from_halves(large())}}}));
  rows.push_back(estimator_row(
      "sign_ste", [](const auto& x) { return sign_ste(x[0]); },
      [](const auto& x) {
        return map([](auto v) { return max(min(v, decltype(v)(1)), decltype(v)(-1)); }, x[0]);
      },
      {{"both sides of the clamp", {draw({3, 7}, -2, 2)}},
       {"batch of one", {draw({1, 3}, -2, 2)}},
       {"beyond the grain", {draw(large(), -2, 2)}}}));
}

void add_gumbel_rows(std::vector<OpRow>& rows) {
  const std::vector<Sample> samples{{"matrix", {any({3, 5})}},
                                    {"batch of one", {any({1, 4})}},
                                    {"rank 3", {any({2, 3, 4})}},
                                    {"beyond the grain", {any({7919, 5})}}};
  rows.push_back(op_row(
      "gumbel_softmax", [](const auto& x) { return gumbel_softmax(x[0]); }, samples));
  rows.push_back(estimator_row(
      "gumbel_softmax", [](const auto& x) { return gumbel_softmax(x[0], 0.5, true); },
      [](const auto& x) { return gumbel_softmax(x[0], 0.5); }, samples));
}

}  // namespace

std::vector<OpRow> sequence_rows() {
  std::vector<OpRow> rows;
  add_attention_rows(rows);
  add_estimator_rows(rows);
  add_gumbel_rows(rows);
  rows.push_back(op_row("split",
                        [](const auto& x) {
                          const auto parts = split(x[0], 1, 5);
                          return square(parts[0]) * parts[1] + parts[2] * parts[3] - square(parts[4]);
                        },
                        {{"middle", {any({2, 5, 3})}},
                         {"batch of one", {any({1, 10})}},
                         {"beyond the grain", {any({37, 10, 311})}}}));
  return rows;
}

}  // namespace agon_test
