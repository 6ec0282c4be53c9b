#include <cmath>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers/multi_head_attention.hpp"
#include "agon/nn/layers/self_attention.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;
using namespace agon_test;

namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

void require_close(const f64::Tensor& a, const f64::Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  for (std::size_t i = 0; i < a.values().size(); ++i)
    REQUIRE(a.values()[i] == Approx(b.values()[i]).margin(1e-12));
}

/// Rows [R, in] times a layer's weight [out, (1, 1,) in] transposed, plus its bias.
f64::Tensor rows_through(const f64::Tensor& x, const f64::Tensor& weight, const f64::Tensor* bias) {
  const std::int64_t rows = x.dim(0), in = x.dim(1), out = weight.dim(0);
  f64::Tensor y({rows, out});
  for (std::int64_t r = 0; r < rows; ++r)
    for (std::int64_t o = 0; o < out; ++o) {
      double sum = bias ? bias->values()[at(o)] : 0;
      for (std::int64_t i = 0; i < in; ++i) sum += x.at({r, i}) * weight.values()[at(o * in + i)];
      y.mutable_values()[at(r * out + o)] = sum;
    }
  return y;
}

/// Columns [first, first + width) of one head, for queries and keys of one sample.
void attend_head(const f64::Tensor& q, const f64::Tensor& k, const f64::Tensor& v, std::int64_t head,
                 std::int64_t heads, double scale, bool causal, f64::Tensor& y) {
  const std::int64_t depth = q.dim(1) / heads, width = v.dim(1) / heads;
  for (std::int64_t i = 0; i < q.dim(0); ++i) {
    std::vector<double> weights;
    double sum = 0;
    for (std::int64_t j = 0; j < (causal ? i + 1 : k.dim(0)); ++j) {
      double score = 0;
      for (std::int64_t d = head * depth; d < (head + 1) * depth; ++d) score += q.at({i, d}) * k.at({j, d});
      weights.push_back(std::exp(scale * score));
      sum += weights.back();
    }
    for (std::int64_t e = head * width; e < (head + 1) * width; ++e) {
      double seen = 0;
      for (std::size_t j = 0; j < weights.size(); ++j)
        seen += weights[j] / sum * v.at({static_cast<std::int64_t>(j), e});
      y.mutable_values()[at(i * v.dim(1) + e)] = seen;
    }
  }
}

f64::Tensor sample_rows(const f64::Tensor& x, std::int64_t n) {
  return rows(x, n, n + 1).reshape({x.size() / x.dim(0) / x.dim(-1), x.dim(-1)});
}

/// The largest of each column.
f64::Tensor largest_row(const f64::Tensor& x) {
  f64::Tensor largest = rows(x, 0, 1);
  for (std::int64_t i = 0; i < x.size(); ++i) {
    double& so_far = largest.mutable_values()[at(i % x.dim(1))];
    so_far = std::max(so_far, x.values()[at(i)]);
  }
  return largest;
}

f64::Tensor draw(const Shape& shape, std::uint64_t seed) { return Random(seed).normal<double>(shape); }

}  // namespace

TEST_CASE("MultiHeadAttention is projections around each head's attention", "[nn][attention]") {
  for (const bool causal : {false, true}) {
    f64::MultiHeadAttention layer{{.dim = 6, .heads = 3, .context = 4, .causal = causal}};
    std::uint64_t seed = 20;
    for (f64::Slot& slot : slots(layer)) *slot.parameter = draw(slot.value().shape(), seed++);
    const f64::Tensor x = draw({2, 5, 6}, 1), context = draw({2, causal ? 5 : 7, 4}, 2);
    const f64::Tensor y = layer(x, context).value();
    const auto through = [](const f64::Linear& linear, const f64::Tensor& from) {
      const f64::Tensor bias = linear.bias->value();
      return rows_through(from, linear.weight.value(), &bias);
    };
    for (std::int64_t n = 0; n < 2; ++n) {
      const f64::Tensor q = through(layer.query, sample_rows(x, n)),
                        k = through(layer.key, sample_rows(context, n)),
                        v = through(layer.value, sample_rows(context, n));
      f64::Tensor seen({5, 6});
      for (std::int64_t head = 0; head < 3; ++head)
        attend_head(q, k, v, head, 3, 1 / std::sqrt(2.0), causal, seen);
      require_close(sample_rows(y, n), through(layer.out, seen));
    }
  }
}

TEST_CASE("MultiHeadAttention of itself", "[nn][attention]") {
  const MultiHeadAttention layer{{.dim = 8, .heads = 2}};
  const Tensor x = normal({3, 4, 8});
  REQUIRE(equal(layer(x).value(), layer(x, x).value()));
  REQUIRE(parameters(layer).names()[0] == "query.weight");
  REQUIRE(parameters(MultiHeadAttention{{.dim = 8, .bias = false}}).size() == 4);
}

TEST_CASE("MultiHeadAttention refuses what does not fit", "[nn][attention]") {
  REQUIRE_ERROR(MultiHeadAttention{{}}, "[MultiHeadAttention] expected dim >= 1, got 0");
  REQUIRE_ERROR((MultiHeadAttention{{.dim = 4, .heads = 0}}),
                "[MultiHeadAttention] expected heads >= 1, got 0");
  REQUIRE_ERROR((MultiHeadAttention{{.dim = 4, .heads = 3}}),
                "[MultiHeadAttention] expected heads that divide dim 4, got 3");
  REQUIRE_ERROR((MultiHeadAttention{{.dim = 4, .context = -1}}),
                "[MultiHeadAttention] expected context >= 0, got -1");
  const MultiHeadAttention layer{{.dim = 4, .heads = 2, .context = 3}};
  const Tensor x({2, 5, 4}, 0.0f);
  REQUIRE_ERROR(layer(Tensor({2, 4}, 0.0f), x), "[MultiHeadAttention] expected input [N, L, 4], got [2, 4]");
  REQUIRE_ERROR(layer(x),
                "[MultiHeadAttention] expected a context [2, M >= 1, 3] for input [2, 5, 4], got [2, 5, 4]");
  REQUIRE_ERROR(layer(x, Tensor({1, 5, 3}, 0.0f)), "got [1, 5, 3]");
  REQUIRE_ERROR(layer(x, Tensor({2, 0, 3}, 0.0f)), "got [2, 0, 3]");
  const MultiHeadAttention causal{{.dim = 4, .causal = true}};
  REQUIRE_ERROR(causal(x, Tensor({2, 6, 4}, 0.0f)),
                "[MultiHeadAttention] expected a context [2, 5, 4] for input [2, 5, 4], got [2, 6, 4]");
}

TEST_CASE("SelfAttention starts as the identity", "[nn][attention]") {
  const SelfAttention<> layer{{.channels = 16}};
  const Tensor x = normal({2, 3, 4, 16});
  REQUIRE(equal(layer(x).value(), x));
  REQUIRE(parameters(layer).names() ==
          std::vector<std::string>{"query.weight", "key.weight", "value.weight", "out.weight", "gamma"});
  REQUIRE(layer.query.weight.shape() == Shape{2, 1, 1, 16});
  REQUIRE(layer.value.weight.shape() == Shape{8, 1, 1, 16});
  REQUIRE(layer.out.weight.shape() == Shape{16, 1, 1, 8});
}

TEST_CASE("SelfAttention lets every place see all places", "[nn][attention]") {
  for (const bool pooled : {false, true}) {
    SelfAttention<f64::Conv2d> layer{{.channels = 8, .pooled = pooled}};
    layer.gamma = f64::Tensor({1}, 0.5);
    layer.query.weight = draw({1, 1, 1, 8}, 5);
    layer.key.weight = draw({1, 1, 1, 8}, 6);
    const f64::Tensor x = draw({2, 3, 2, 8}, 7), y = layer(x).value();
    for (std::int64_t n = 0; n < 2; ++n) {
      const f64::Tensor places = sample_rows(x, n);
      const auto through = [&](const f64::Conv2d& conv, const f64::Tensor& from) {
        return rows_through(from, conv.weight.value(), nullptr);
      };
      // Of a picture of 3 by 2 only the first four places are pooled.
      const auto source = [&](const f64::Conv2d& conv) {
        const f64::Tensor all = through(conv, places);
        return pooled ? largest_row(rows(all, 0, 4)) : all;
      };
      f64::Tensor seen({6, 4});
      attend_head(through(layer.query, places), source(layer.key), source(layer.value), 0, 1, 1.0, false,
                  seen);
      const f64::Tensor added = through(layer.out, seen);
      f64::Tensor expected = places;
      for (std::size_t i = 0; i < 48; ++i) expected.mutable_values()[i] += 0.5 * added.values()[i];
      require_close(sample_rows(y, n), expected);
    }
  }
}

TEST_CASE("SelfAttention takes projections of any kind", "[nn][attention]") {
  struct Doubled {
    Conv2d conv;
    Var operator()(const Var& x) const { return 2.0f * conv(x); }
  };
  const SelfAttention layer{{.channels = 8}, [](std::int64_t in, std::int64_t out) {
                              return Doubled{Conv2d{{.in = in, .out = out, .kernel = 1}}};
                            }};
  REQUIRE(layer(normal({1, 2, 2, 8})).shape() == Shape{1, 2, 2, 8});
  REQUIRE(parameters(layer).names()[1] == "query.conv.bias");
}

TEST_CASE("SelfAttention refuses what does not fit", "[nn][attention]") {
  REQUIRE_ERROR((SelfAttention<>{{.channels = 12}}),
                "[SelfAttention] expected channels to be a multiple of 8 and > 0, got 12");
  REQUIRE_ERROR((SelfAttention<>{{}}),
                "[SelfAttention] expected channels to be a multiple of 8 and > 0, got 0");
  const SelfAttention<> layer{{.channels = 8}};
  REQUIRE_ERROR(layer(Tensor({2, 8}, 0.0f)), "[SelfAttention] expected input [N, H, W, 8], got [2, 8]");
  REQUIRE_ERROR(layer(Tensor({2, 3, 3, 9}, 0.0f)),
                "[SelfAttention] expected input [N, H, W, 8], got [2, 3, 3, 9]");
  REQUIRE_ERROR(layer(Tensor({2, 0, 3, 8}, 0.0f)),
                "[SelfAttention] expected input [N, H >= 1, W >= 1, 8], got [2, 0, 3, 8]");
  REQUIRE_ERROR((SelfAttention<>{{.channels = 8, .pooled = true}}(Tensor({2, 3, 1, 8}, 0.0f))),
                "[SelfAttention] expected input [N, H >= 2, W >= 2, 8], got [2, 3, 1, 8]");
}
