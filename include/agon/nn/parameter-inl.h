#pragma once

#include <atomic>

#include "agon/nn/parameter.hpp"

namespace agon {
namespace detail {

AGON_INLINE std::uint64_t new_buffer_id() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

template <class T>
ParameterInfo default_info(const BasicTensor<T>& value) {
  if (value.rank() < 2) return {};
  const double window = static_cast<double>(value.size()) / static_cast<double>(value.dim(0) * value.dim(-1));
  return {ParameterRole::weight, window * static_cast<double>(value.dim(-1)),
          window * static_cast<double>(value.dim(0))};
}

template <class T>
BasicVar<T> own_copy(const BasicVar<T>& var) {
  const AnyVar& any = var.erased();
  const bool leaf = any.node && any.node->edges.empty();
  return leaf ? variable(var.value()) : var;
}

}  // namespace detail

template <class T>
BasicParameter<T>::BasicParameter(const BasicTensor<T>& value)
    : BasicParameter(value, detail::default_info(value)) {}

template <class T>
BasicParameter<T>::BasicParameter(const BasicTensor<T>& value, ParameterInfo info)
    : BasicVar<T>(variable(value)), info_(info) {}

template <class T>
BasicParameter<T>::BasicParameter(const BasicVar<T>& var)
    : BasicVar<T>(var), info_(detail::default_info(var.value())) {}

template <class T>
BasicParameter<T>::BasicParameter(const BasicParameter& other)
    : BasicVar<T>(detail::own_copy<T>(other)), info_(other.info_) {}

template <class T>
BasicParameter<T>& BasicParameter<T>::operator=(const BasicParameter& other) {
  return *this = BasicParameter(other);
}

template <class T>
BasicParameter<T>& BasicParameter<T>::operator=(const BasicTensor<T>& value) {
  return *this = variable(value);
}

template <class T>
BasicParameter<T>& BasicParameter<T>::operator=(const BasicVar<T>& var) {
  BasicVar<T>::operator=(var);
  return *this;
}

template <class T>
BasicBuffer<T>& BasicBuffer<T>::operator=(const BasicBuffer& other) {
  return *this = BasicBuffer(other);
}

template <class T>
BasicBuffer<T>& BasicBuffer<T>::operator=(const BasicTensor<T>& value) {
  value_ = value;
  return *this;
}

}  // namespace agon
