#include "agon/kernels/backend.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/core/allocator.hpp"
#include "agon/kernels/conv.hpp"
#include "agon/kernels/gemm.hpp"
#include "kernels/kernel_test.hpp"

using namespace agon;
using agon_test::UseBackend;
using kernel_test::numbers;
using kernels::ConvGeometry;

namespace {

constexpr ConvGeometry geometry{4, 4, 2, 2, 1, 1};

ProductCounts operator-(const ProductCounts& a, const ProductCounts& b) {
  return {a.matmul - b.matmul, a.conv2d - b.conv2d, a.conv2d_input_grad - b.conv2d_input_grad,
          a.conv2d_weight_grad - b.conv2d_weight_grad};
}

/// What each backend served while `body` ran, in the order of Backend.
template <class Body>
std::vector<ProductCounts> served(const Body& body) {
  const ProductCounts before[] = {product_counts(Backend::eigen), product_counts(Backend::onednn)};
  body();
  return {product_counts(Backend::eigen) - before[0], product_counts(Backend::onednn) - before[1]};
}

/// Counts for one backend and none for the other.
std::vector<ProductCounts> all_by(Backend backend, const ProductCounts& counts) {
  return backend == Backend::eigen ? std::vector{counts, {}} : std::vector{ProductCounts{}, counts};
}

template <class T>
struct Pictures {
  BasicTensor<T> x, w, gy;

  explicit Pictures(std::int64_t channels)
      : x(numbers<T>({2, 8, 8, channels}, 1)),
        w(numbers<T>({5, 4, 4, channels}, 2)),
        gy(numbers<T>({2, 4, 4, 5}, 3)) {}
};

// One product of each kind and three matrix products more.
template <class T>
void every_product(std::int64_t channels) {
  const Pictures<T> p(channels);
  kernels::conv2d(p.x, p.w, geometry);
  kernels::conv2d_input_grad(p.gy, p.w, 8, 8, geometry);
  kernels::conv2d_weight_grad(p.x, p.gy, geometry);
  for (const std::int64_t n : {1, 3, 70, 200}) kernels::matmul(numbers<T>({n, 9}), numbers<T>({9, n}));
}

}  // namespace

TEST_CASE("the backend in use is one of those available and can be changed", "[kernels]") {
  const std::vector<Backend> backends = available_backends();
  REQUIRE_FALSE(backends.empty());
  CHECK(backends.front() == Backend::eigen);
  const Backend before = backend();
  CHECK(std::count(backends.begin(), backends.end(), before) == 1);
  for (Backend each : backends) {
    set_backend(each);
    CHECK(backend() == each);
  }
  set_backend(before);
  if (backends.size() == 1)
    REQUIRE_ERROR(set_backend(Backend::onednn), "[set_backend] expected one of eigen, got onednn");
  CHECK(backend() == before);
}

// AGON_EXPECTS_ONEDNN comes from the configuration: a build that lost its backend must not pass.
TEST_CASE("the build has the backends that it was configured with", "[kernels]") {
  CHECK(available_backends().size() == (AGON_EXPECTS_ONEDNN ? 2 : 1));
}

// Entries of ctest run this one with the variable set.
TEST_CASE("AGON_BACKEND chooses the backend", "[kernels]") {
  const char* wanted = std::getenv("AGON_BACKEND");
  const std::vector<Backend> backends = available_backends();
  const auto is_wanted = [&](Backend each) { return std::string(name_of(each)) == wanted; };
  if (!wanted || !*wanted)
    CHECK(backend() == Backend::eigen);
  else if (std::any_of(backends.begin(), backends.end(), is_wanted))
    CHECK(std::string(name_of(backend())) == wanted);
  else
    REQUIRE_ERROR(every_product<float>(3), "[AGON_BACKEND] expected one of eigen");
}

TEST_CASE("every float product is served once, by the backend in use", "[kernels]") {
  for (const Backend each : available_backends()) {
    INFO("backend " << name_of(each));
    const UseBackend guard(each);
    for (const std::int64_t channels : {1, 3, 8, 9, 16})
      CHECK(served([&] { every_product<float>(channels); }) == all_by(each, {4, 1, 1, 1}));
  }
}

TEST_CASE("products of double are Eigen's, those without elements nobody's", "[kernels]") {
  for (const Backend each : available_backends()) {
    const UseBackend guard(each);
    CHECK(served([] { every_product<double>(3); }) == all_by(Backend::eigen, {4, 1, 1, 1}));
    CHECK(served([] {
            kernels::matmul(Tensor({3, 0}), Tensor({0, 3}));
            kernels::conv2d(Tensor({0, 8, 8, 3}), numbers<float>({5, 4, 4, 3}), geometry);
          }) == all_by(each, {}));
  }
}

TEST_CASE("operations and their gradients reach the backend in use", "[kernels]") {
  for (const Backend each : available_backends()) {
    INFO("backend " << name_of(each));
    const UseBackend guard(each);
    const Pictures<float> p(3);
    const Var x = variable(p.x), w = variable(p.w);
    CHECK(served([&] {
            grad(sum(conv2d(x, w, {.stride = 2, .padding = 1})), {x, w});
          }) == all_by(each, {0, 1, 1, 1}));
    const Var a = variable(numbers<float>({3, 4})), b = variable(numbers<float>({4, 5}));
    CHECK(served([&] { grad(sum(matmul(a, b)), {a, b}); }) == all_by(each, {3, 0, 0, 0}));
  }
}

TEST_CASE("products run on several threads at once, and inside parallel loops", "[kernels]") {
  const int before = threads();
  set_threads(3);
  kernel_test::on_every_backend([] {
    const Pictures<float> p(3);
    const Tensor a = numbers<float>({150, 90}), b = numbers<float>({90, 150});
    const auto near = [](const Tensor& got, const Tensor& expected) {
      return kernel_test::relative_error(
                 got, std::vector<double>(expected.values().begin(), expected.values().end())) <
             kernel_test::product_bound<float>();
    };
    const Tensor c = kernels::matmul(a, b), gx = kernels::conv2d_input_grad(p.gy, p.w, 8, 8, geometry);
    std::atomic<int> wrong = 0;
    const auto products = [&] {
      for (int i = 0; i < 20; ++i)
        wrong += !near(kernels::matmul(a, b), c) ||
                 !near(kernels::conv2d_input_grad(p.gy, p.w, 8, 8, geometry), gx);
    };
    std::vector<std::thread> callers;
    for (int i = 0; i < 3; ++i) callers.emplace_back(products);
    for (std::thread& caller : callers) caller.join();
    parallel_for(6, 1, [&](std::int64_t, std::int64_t) { products(); });
    CHECK(wrong == 0);
  });
  set_threads(before);
}

TEST_CASE("one number of threads gives the same bits every time, on each backend", "[kernels]") {
  kernel_test::on_every_backend([] {
    for (const std::int64_t channels : {3, 16}) {
      const Pictures<float> p(channels);
      for (int i = 0; i < 5; ++i) {
        CHECK(equal(kernels::conv2d(p.x, p.w, geometry), kernels::conv2d(p.x, p.w, geometry)));
        CHECK(equal(kernels::conv2d_input_grad(p.gy, p.w, 8, 8, geometry),
                    kernels::conv2d_input_grad(p.gy, p.w, 8, 8, geometry)));
        CHECK(equal(kernels::conv2d_weight_grad(p.x, p.gy, geometry),
                    kernels::conv2d_weight_grad(p.x, p.gy, geometry)));
      }
    }
  });
}

TEST_CASE("a product that has run before takes no more memory", "[kernels]") {
  for (const Backend each : available_backends()) {
    const UseBackend guard(each);
    const int before = threads();
    set_threads(1);  // how many blocks are in use at once is up to the threads
    every_product<float>(3);
    const MemoryUse used = memory_use();
    for (int i = 0; i < 3; ++i) every_product<float>(3);
    CHECK(memory_use().in_use == used.in_use);
    CHECK(memory_use().cached == used.cached);
    set_threads(before);
  }
}

// An entry of ctest runs this one with the variable set, alone: whoever called set_carrier has chosen for
// good.
TEST_CASE("loops follow the products onto OpenMP's threads, unless told otherwise", "[kernels]") {
  if (std::getenv("AGON_TEST_NOBODY_CHOSE_A_CARRIER"))
    for (const Backend each : available_backends()) {
      const UseBackend guard(each);
      CHECK(carrier() == (each == Backend::onednn ? Carrier::openmp : Carrier::threads));
    }
  const Carrier before = carrier();
  set_carrier(Carrier::threads);
  for (const Backend each : available_backends()) {
    const UseBackend guard(each);
    CHECK(carrier() == Carrier::threads);
  }
  set_carrier(before);
}
