#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "agon/core/parallel.hpp"
#include "agon/core/tensor.hpp"
#include "agon/kernels/isa.hpp"
#include "agon_test.hpp"
#include "use_backend.hpp"

// What the tests of the kernels share: numbers, comparison with loops in double, every backend and
// instruction set, several threads.
namespace kernel_test {

using agon::BasicTensor;
using agon::Shape;

/// Numbers in [-1, 1) from a small generator of its own.
template <class T>
BasicTensor<T> numbers(const Shape& shape, std::uint32_t seed = 1) {
  BasicTensor<T> tensor(shape);
  std::uint32_t state = seed * 2654435761u + 12345u;
  for (T& value : tensor.mutable_values()) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<T>(static_cast<double>(state >> 8) / 8388608.0 - 1.0);
  }
  return tensor;
}

/// max|got - expected| / max|expected|, or infinity where a value is NaN on one side only.
template <class T>
double relative_error(const BasicTensor<T>& got, const std::vector<double>& expected) {
  if (got.size() != static_cast<std::int64_t>(expected.size())) return HUGE_VAL;
  double worst = 0, scale = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double distance = std::abs(static_cast<double>(got.values()[i]) - expected[i]);
    if (std::isnan(distance)) return HUGE_VAL;
    worst = std::max(worst, distance);
    scale = std::max(scale, std::abs(expected[i]));
  }
  return scale > 0 ? worst / scale : worst;
}

/// What the float and the double kernels may be off by.
template <class T>
constexpr double bound = sizeof(T) == 4 ? 2e-6 : 1e-14;

/// What products may be off by: oneDNN's long sums run in fewer accumulators.
template <class T>
double product_bound() {
  return sizeof(T) == 4 && agon::backend() == agon::Backend::onednn ? 1e-5 : bound<T>;
}

/// Calls `body` once for each instruction set of this processor and restores the one in use.
template <class Body>
void on_every_isa(const Body& body) {
  const agon::Isa before = agon::isa();
  for (agon::Isa isa : agon::available_isas()) {
    agon::set_isa(isa);
    INFO("instruction set " << agon::name_of(isa));
    body();
  }
  agon::set_isa(before);
}

/// The same for each backend, with each instruction set: for products.
template <class Body>
void on_every_backend(const Body& body) {
  for (agon::Backend backend : agon::available_backends()) {
    const agon_test::UseBackend guard(backend);
    INFO("backend " << agon::name_of(backend));
    on_every_isa(body);
  }
}

/// Whether `make` returns the same bits with 1, 2 and 3 threads.
template <class Make>
bool same_on_any_threads(const Make& make) {
  const int before = agon::threads();
  agon::set_threads(1);
  const auto alone = make();
  bool same = true;
  for (int count : {2, 3}) {
    agon::set_threads(count);
    same = same && equal(make(), alone);
  }
  agon::set_threads(before);
  return same;
}

}  // namespace kernel_test
