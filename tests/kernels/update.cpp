#include "agon/kernels/update.hpp"

#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;
using kernels::UpdateSpan;

namespace {

// A network of tensors of uneven sizes, one of them longer than a block.
template <class T>
struct Network {
  std::vector<BasicTensor<T>> p, g, m, v, out;
  Network() {
    std::uint32_t seed = 1;
    for (std::int64_t n :
         {std::int64_t{1}, std::int64_t{17}, std::int64_t{0}, std::int64_t{30001}, std::int64_t{4096}}) {
      p.push_back(numbers<T>({n}, seed++));
      g.push_back(numbers<T>({n}, seed++));
      m.push_back(numbers<T>({n}, seed++));
      v.push_back(numbers<T>({n}, seed++));
      for (T& value : v.back().mutable_values()) value = value * value;
      out.push_back(BasicTensor<T>(Shape{n}));
    }
  }
  std::vector<UpdateSpan<T>> spans(bool in_place) {
    std::vector<UpdateSpan<T>> list;
    for (std::size_t i = 0; i < p.size(); ++i) {
      const std::int64_t n = p[i].size();
      T* target = in_place ? p[i].mutable_data() : out[i].mutable_data();
      list.push_back({target, p[i].data(), g[i].data(), m[i].mutable_data(), v[i].mutable_data(), n});
    }
    return list;
  }
};

/// Runs `update` on a network and holds p, m and v against `expected(p, g, m, v)`, which changes its
/// arguments.
template <class T, class Update, class Expected>
void check_update(const Update& update, const Expected& expected) {
  for (const bool in_place : {false, true}) {
    const Network<T> before;
    Network<T> after = before;
    const std::vector<UpdateSpan<T>> spans = after.spans(in_place);
    update(std::span<const UpdateSpan<T>>(spans));
    for (std::size_t i = 0; i < before.p.size(); ++i) {
      std::vector<double> p, m, v;
      for (std::int64_t j = 0; j < before.p[i].size(); ++j) {
        double pj = static_cast<double>(before.p[i].data()[j]),
               mj = static_cast<double>(before.m[i].data()[j]),
               vj = static_cast<double>(before.v[i].data()[j]);
        expected(pj, static_cast<double>(before.g[i].data()[j]), mj, vj);
        p.push_back(pj);
        m.push_back(mj);
        v.push_back(vj);
      }
      CHECK(relative_error(in_place ? after.p[i] : after.out[i], p) < bound<T>);
      CHECK(relative_error(after.m[i], m) < bound<T>);
      CHECK(relative_error(after.v[i], v) < bound<T>);
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("Adam's step agrees with its formula", "[kernels]", float, double) {
  using T = TestType;
  for (const double decay : {0.0, 0.1})
    on_every_isa([&] {
      check_update<T>(
          [&](auto spans) {
            kernels::adam_update(
                spans, {.lr = 0.01, .beta1 = 0.5, .beta2 = 0.99, .eps = 1e-6, .weight_decay = decay}, 3);
          },
          [&](double& p, double g, double& m, double& v) {
            g += decay * p;
            m = 0.5 * m + 0.5 * g;
            v = 0.99 * v + 0.01 * g * g;
            p -= 0.01 * (m / (1 - 0.125)) / (std::sqrt(v / (1 - 0.99 * 0.99 * 0.99)) + 1e-6);
          });
    });
}

TEMPLATE_TEST_CASE("SGD's step agrees with its formula", "[kernels]", float, double) {
  using T = TestType;
  for (const double momentum : {0.0, 0.9})
    on_every_isa([&] {
      check_update<T>(
          [&](auto spans) {
            kernels::sgd_update(spans, {.lr = 0.1, .momentum = momentum, .weight_decay = 0.05});
          },
          [&](double& p, double g, double& m, double&) {
            g += 0.05 * p;
            if (momentum > 0) g = m = momentum * m + g;
            p -= 0.1 * g;
          });
    });
}

TEMPLATE_TEST_CASE("RMSProp's step agrees with its formula", "[kernels]", float, double) {
  using T = TestType;
  for (const double momentum : {0.0, 0.9})
    on_every_isa([&] {
      check_update<T>(
          [&](auto spans) {
            kernels::rmsprop_update(spans, {.lr = 0.01, .alpha = 0.9, .eps = 1e-3, .momentum = momentum});
          },
          [&](double& p, double g, double& m, double& v) {
            v = 0.9 * v + 0.1 * g * g;
            double step = g / (std::sqrt(v) + 1e-3);
            if (momentum > 0) step = m = momentum * m + step;
            p -= 0.01 * step;
          });
    });
}

TEST_CASE("clipping limits every element, and steps without state need none", "[kernels]") {
  check_update<float>([](auto spans) { kernels::clip_update(spans, 0.25f); },
                      [](double& p, double, double&, double&) { p = std::min(0.25, std::max(-0.25, p)); });
  Tensor p({2}, {1, 2}), g({2}, {1, 1});
  const UpdateSpan<float> span{p.mutable_data(), p.data(), g.data(), nullptr, nullptr, 2};
  kernels::sgd_update(std::span(&span, 1), {.lr = 0.5});
  CHECK(equal(p, Tensor({2}, {0.5, 1.5})));
  kernels::adam_update(std::span<const UpdateSpan<float>>{},
                       {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8}, 1);
}

TEST_CASE("steps give the same bits on any number of threads", "[kernels]") {
  on_every_isa([] {
    CHECK(same_on_any_threads([] {
      Network<float> network;
      const auto spans = network.spans(true);
      kernels::adam_update(std::span<const UpdateSpan<float>>(spans),
                           {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8}, 7);
      return network.p[3];
    }));
  });
}
