#include "agon/kernels/attention.hpp"

#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;
using kernels::AttentionShape;

namespace {

using Numbers = std::vector<double>;

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Attention and its gradients by their definition, one query at a time.
struct Reference {
  Numbers y, log_sums, gq, gk, gv;
};

template <class T>
Reference reference(const AttentionShape& s, const BasicTensor<T>& q, const BasicTensor<T>& k,
                    const BasicTensor<T>& v, const BasicTensor<T>& gy) {
  Reference r{Numbers(at(gy.size())), Numbers(at(s.samples * s.heads * s.queries)), Numbers(at(q.size())),
              Numbers(at(k.size())), Numbers(at(v.size()))};
  const auto number = [](const BasicTensor<T>& x, std::size_t i) {
    return static_cast<double>(x.values()[i]);
  };
  for (std::int64_t n = 0; n < s.samples; ++n)
    for (std::int64_t h = 0; h < s.heads; ++h)
      for (std::int64_t i = 0; i < s.queries; ++i) {
        const auto place = [&](std::int64_t rows, std::int64_t size, std::int64_t row, std::int64_t d) {
          return at(((n * rows + row) * s.heads + h) * size + d);
        };
        const std::int64_t seen = s.causal ? i + 1 : s.keys;
        Numbers weights(at(seen)), gw(at(seen));
        double sum = 0, along = 0;
        for (std::int64_t j = 0; j < seen; ++j) {
          double score = 0;
          for (std::int64_t d = 0; d < s.depth; ++d)
            score += number(q, place(s.queries, s.depth, i, d)) * number(k, place(s.keys, s.depth, j, d));
          sum += weights[at(j)] = std::exp(s.scale * score);
        }
        r.log_sums[at((n * s.heads + h) * s.queries + i)] = std::log(sum);
        for (std::int64_t j = 0; j < seen; ++j) {
          weights[at(j)] /= sum;
          for (std::int64_t e = 0; e < s.width; ++e) {
            const std::size_t out = place(s.queries, s.width, i, e), in = place(s.keys, s.width, j, e);
            r.y[out] += weights[at(j)] * number(v, in);
            r.gv[in] += weights[at(j)] * number(gy, out);
            gw[at(j)] += number(gy, out) * number(v, in);
          }
          along += weights[at(j)] * gw[at(j)];
        }
        for (std::int64_t j = 0; j < seen; ++j)
          for (std::int64_t d = 0; d < s.depth; ++d) {
            const std::size_t a = place(s.queries, s.depth, i, d), b = place(s.keys, s.depth, j, d);
            const double g = s.scale * weights[at(j)] * (gw[at(j)] - along);
            r.gq[a] += g * number(k, b);
            r.gk[b] += g * number(q, a);
          }
      }
  return r;
}

const AttentionShape shapes[] = {
    {.samples = 1, .heads = 1, .queries = 1, .keys = 1, .depth = 1, .width = 1},
    {.samples = 2, .heads = 3, .queries = 5, .keys = 7, .depth = 2, .width = 3, .scale = 0.7},
    {.samples = 3, .heads = 2, .queries = 17, .keys = 1, .depth = 4, .width = 8},
    {.samples = 1, .heads = 2, .queries = 33, .keys = 33, .depth = 5, .width = 6, .scale = 2, .causal = true},
    {.samples = 4, .heads = 1, .queries = 64, .keys = 64, .depth = 8, .width = 32},
    {.samples = 1, .heads = 1, .queries = 400, .keys = 300, .depth = 16, .width = 24, .scale = 0.25},
    {.samples = 1, .heads = 2, .queries = 300, .keys = 300, .depth = 7, .width = 9, .causal = true},
    {.samples = 1, .heads = 1, .queries = 70, .keys = 2500, .depth = 6, .width = 5, .scale = -0.5},
};

template <class T>
struct Operands {
  BasicTensor<T> q, k, v, gy;
  explicit Operands(const AttentionShape& s)
      : q(numbers<T>({s.samples, s.queries, s.heads * s.depth}, 1)),
        k(numbers<T>({s.samples, s.keys, s.heads * s.depth}, 2)),
        v(numbers<T>({s.samples, s.keys, s.heads * s.width}, 3)),
        gy(numbers<T>({s.samples, s.queries, s.heads * s.width}, 4)) {}
};

}  // namespace

TEMPLATE_TEST_CASE("attention and its gradients agree with loops", "[kernels]", float, double) {
  using T = TestType;
  for (const AttentionShape& s : shapes) {
    const Operands<T> in(s);
    const Reference expected = reference(s, in.q, in.k, in.v, in.gy);
    on_every_isa([&] {
      CAPTURE(s.samples, s.heads, s.queries, s.keys, s.causal);
      const auto result = kernels::attention(s, in.q, in.k, in.v);
      CHECK(relative_error(result.y, expected.y) < 2 * bound<T>);
      CHECK(relative_error(result.log_sums, expected.log_sums) < 2 * bound<T>);
      const auto gradients = kernels::attention_grad(s, in.gy, in.q, in.k, in.v, result);
      CHECK(relative_error(gradients.gv, expected.gv) < 2 * bound<T>);
      if (s.keys == 1) return;  // one weight is always 1: the gradient of its score is rounding
      CHECK(relative_error(gradients.gq, expected.gq) < 5 * bound<T>);
      CHECK(relative_error(gradients.gk, expected.gk) < 5 * bound<T>);
    });
  }
}

TEST_CASE("attention of large scores neither overflows nor loses the largest", "[kernels]") {
  on_every_isa([] {
    const AttentionShape s{.samples = 1, .queries = 1, .keys = 3, .depth = 1, .width = 1};
    const Tensor q({1, 1, 1}, {1000}), k({1, 3, 1}, {1, 2, -5}), v({1, 3, 1}, {3, 4, 5});
    const auto result = kernels::attention(s, q, k, v);
    CHECK(result.y.item() == 4);
    CHECK(result.log_sums.item() == 2000);
  });
}

TEST_CASE("attention does not depend on the number of threads", "[kernels]") {
  for (const AttentionShape& s : shapes) {
    const Operands<float> in(s);
    const auto result = kernels::attention(s, in.q, in.k, in.v);
    CHECK(same_on_any_threads([&] { return kernels::attention(s, in.q, in.k, in.v).y; }));
    CHECK(
        same_on_any_threads([&] { return kernels::attention_grad(s, in.gy, in.q, in.k, in.v, result).gk; }));
    CHECK(
        same_on_any_threads([&] { return kernels::attention_grad(s, in.gy, in.q, in.k, in.v, result).gv; }));
  }
}

TEST_CASE("attention kernels refuse other shapes", "[kernels]") {
  const AttentionShape s{.samples = 2, .heads = 2, .queries = 3, .keys = 4, .depth = 5, .width = 6};
  const Operands<float> in(s);
  REQUIRE_ERROR(kernels::attention(s, in.k, in.k, in.v), "[attention] expected q [2, 3, 10], got [2, 4, 10]");
  REQUIRE_ERROR(kernels::attention(s, in.q, in.q, in.v), "[attention] expected k [2, 4, 10], got [2, 3, 10]");
  REQUIRE_ERROR(kernels::attention(s, in.q, in.k, in.k), "[attention] expected v [2, 4, 12], got [2, 4, 10]");
  const auto result = kernels::attention(s, in.q, in.k, in.v);
  REQUIRE_ERROR(kernels::attention_grad(s, in.v, in.q, in.k, in.v, result),
                "[attention] expected gy [2, 3, 12], got [2, 4, 12]");
  REQUIRE_ERROR(kernels::attention_grad(s, in.gy, in.q, in.k, in.v, {}), "[attention]");
}
