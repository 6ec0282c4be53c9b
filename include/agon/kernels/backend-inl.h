#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/backend.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/table.hpp"

namespace agon {
namespace kernels::onednn {

#ifdef AGON_ONEDNN
extern const ProductTable<float> float_products;  // defined by src/onednn/products.cpp
#endif

}  // namespace kernels::onednn

namespace detail {

AGON_INLINE std::string names_of(const std::vector<Backend>& backends) {
  std::string names;
  for (Backend backend : backends) names += (names.empty() ? "" : ", ") + std::string(name_of(backend));
  return names;
}

// Loops follow the products onto the same threads.
AGON_INLINE Backend carried(Backend backend) {
  set_default_carrier(backend == Backend::onednn ? Carrier::openmp : Carrier::threads);
  return backend;
}

// An AGON_BACKEND that cannot be had is an error at the first product, never silently another choice.
AGON_INLINE Backend first_backend() {
  const std::vector<Backend> backends = available_backends();
  const char* wanted = std::getenv("AGON_BACKEND");
  if (!wanted || !*wanted) return carried(backends.front());
  for (Backend backend : backends)
    if (std::string_view(wanted) == name_of(backend)) return carried(backend);
  fail("AGON_BACKEND", "expected one of " + names_of(backends) + ", got " + wanted);
}

AGON_INLINE std::atomic<Backend>& current_backend() {
  static std::atomic<Backend> backend{first_backend()};
  return backend;
}

AGON_INLINE std::atomic<std::int64_t>& product_count(Backend backend, kernels::Product product) {
  static std::array<std::atomic<std::int64_t>, 8> counts{};
  return counts[4 * static_cast<std::size_t>(backend) + static_cast<std::size_t>(product)];
}

}  // namespace detail

AGON_INLINE const char* name_of(Backend backend) { return backend == Backend::eigen ? "eigen" : "onednn"; }

AGON_INLINE Backend backend() { return detail::current_backend().load(std::memory_order_relaxed); }

AGON_INLINE void set_backend(Backend backend) {
  const std::vector<Backend> backends = available_backends();
  if (std::find(backends.begin(), backends.end(), backend) == backends.end())
    fail("set_backend", "expected one of " + detail::names_of(backends) + ", got " + name_of(backend));
  detail::current_backend().store(detail::carried(backend), std::memory_order_relaxed);
}

AGON_INLINE std::vector<Backend> available_backends() {
#ifdef AGON_ONEDNN
  return {Backend::eigen, Backend::onednn};
#else
  return {Backend::eigen};
#endif
}

AGON_INLINE ProductCounts product_counts(Backend backend) {
  using kernels::Product;
  const auto count = [backend](Product product) { return detail::product_count(backend, product).load(); };
  return {.matmul = count(Product::matmul),
          .conv2d = count(Product::conv2d),
          .conv2d_input_grad = count(Product::conv2d_input_grad),
          .conv2d_weight_grad = count(Product::conv2d_weight_grad)};
}

namespace kernels {
namespace detail {

template <class T>
const ProductTable<T>& serve(Backend by, Product served, const ProductTable<T>& table) {
  agon::detail::product_count(by, served).fetch_add(1, std::memory_order_relaxed);
  return table;
}

template <class T>
const ProductTable<T>& serve_by_eigen(Product served) {
  static_cast<void>(backend());  // an AGON_BACKEND that cannot be had is an error here too
  return serve(Backend::eigen, served, table<T>().products);
}

}  // namespace detail

#ifdef AGON_HEADER_ONLY
template <class T>
const ProductTable<T>& products(Product served) {
  return detail::serve(backend(), served, table<T>().products);
}
template <class T>
const ProductTable<T>& eigen_products(Product served) {
  return detail::serve_by_eigen<T>(served);
}
#else
template <>
const ProductTable<float>& products<float>(Product served) {
  const Backend in_use = backend();
#ifdef AGON_ONEDNN
  if (in_use == Backend::onednn) return detail::serve(in_use, served, onednn::float_products);
#endif
  return detail::serve(in_use, served, table<float>().products);
}
template <>
const ProductTable<double>& products<double>(Product served) {
  return detail::serve_by_eigen<double>(served);
}
template <>
const ProductTable<float>& eigen_products<float>(Product served) {
  return detail::serve_by_eigen<float>(served);
}
template <>
const ProductTable<double>& eigen_products<double>(Product served) {
  return detail::serve_by_eigen<double>(served);
}
#endif

}  // namespace kernels
}  // namespace agon
