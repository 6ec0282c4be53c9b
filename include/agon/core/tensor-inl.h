#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/core/tensor.hpp"

namespace agon {

template <class T>
BasicTensor<T>::BasicTensor(const Shape& shape) : AnyTensor{detail::new_storage(dtype_of<T>, shape), shape} {}

template <class T>
BasicTensor<T>::BasicTensor(const Shape& shape, T fill) : BasicTensor(shape) {
  std::ranges::fill(mutable_values(), fill);
}

template <class T>
BasicTensor<T>::BasicTensor(const Shape& shape, std::span<const T> values) : BasicTensor(shape) {
  if (static_cast<std::int64_t>(values.size()) != shape.size())
    fail("Tensor", "expected " + std::to_string(shape.size()) + " values for " + to_string(shape) + ", got " +
                       std::to_string(values.size()));
  std::ranges::copy(values, mutable_data());
}

template <class T>
T* BasicTensor<T>::mutable_data() {
  if (!storage) return nullptr;
  if (!unique()) {
    Ref<detail::Storage> own = detail::new_storage(dtype_of<T>, dims);
    std::memcpy(own->data(), storage->data(), static_cast<std::size_t>(dims.size()) * sizeof(T));
    storage = std::move(own);
  }
  return static_cast<T*>(storage->data());
}

template <class T>
T BasicTensor<T>::item() const {
  if (size() != 1) fail("item", "expected a tensor of one element, got " + to_string(dims));
  return *data();
}

template <class T>
T BasicTensor<T>::at(std::initializer_list<std::int64_t> index) const {
  const Shape place(index);
  std::int64_t offset = 0;
  bool inside = place.rank() == rank() && defined();
  for (int i = 0; inside && i < rank(); ++i) {
    inside = place[i] >= 0 && place[i] < dims[i];
    offset = offset * dims[i] + place[i];
  }
  if (!inside) fail("at", "expected an index inside " + to_string(dims) + ", got " + to_string(place));
  return data()[offset];
}

template <class T>
BasicTensor<T> BasicTensor<T>::reshape(const Shape& shape) const {
  check_defined("reshape", erased());
  BasicTensor result = *this;
  result.dims = resolve_shape("reshape", shape, size());
  return result;
}

template <class T>
BasicTensor<T> BasicTensor<T>::from(const AnyTensor& any) {
  if (any.defined() && any.dtype() != dtype_of<T>)
    fail("Tensor",
         std::string("expected elements of ") + name_of(dtype_of<T>) + ", got " + name_of(any.dtype()));
  BasicTensor result;
  static_cast<AnyTensor&>(result) = any;
  return result;
}

AGON_INLINE bool infer_size(Shape& shape, std::int64_t size) {
  std::int64_t known = 1;
  int unknown = -1;
  for (int i = 0; i < shape.rank(); ++i) {
    if (shape[i] < -1 || (shape[i] == -1 && unknown >= 0)) return false;
    if (shape[i] == -1)
      unknown = i;
    else if (__builtin_mul_overflow(known, shape[i], &known))
      return false;
  }
  if (unknown < 0) return known == size;
  if (known == 0 || size % known != 0) return false;
  shape[unknown] = size / known;
  return true;
}

AGON_INLINE Shape resolve_shape(const char* where, const Shape& shape, std::int64_t size) {
  Shape resolved = shape;
  if (!infer_size(resolved, size))
    fail(where, "expected a shape of " + std::to_string(size) + " elements, got " + to_string(shape));
  return resolved;
}

template <class T>
bool equal(const BasicTensor<T>& a, const BasicTensor<T>& b) {
  if (!a.defined() || !b.defined()) return a.defined() == b.defined();
  return a.shape() == b.shape() &&
         (a.size() == 0 ||
          std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(T)) == 0);
}

namespace detail {

template <class T>
std::int64_t row_size(const char* where, const BasicTensor<T>& tensor) {
  if (tensor.rank() == 0) fail(where, "expected a tensor with at least one axis, got a scalar");
  return Shape(tensor.shape().begin() + 1, tensor.shape().end()).size();
}

}  // namespace detail

template <class T>
BasicTensor<T> rows(const BasicTensor<T>& tensor, std::int64_t begin, std::int64_t end) {
  const std::int64_t width = detail::row_size("rows", tensor);
  if (begin < 0 || begin > end || end > tensor.dim(0))
    fail("rows", "expected a range inside [0, " + std::to_string(tensor.dim(0)) + "), got [" +
                     std::to_string(begin) + ", " + std::to_string(end) + ")");
  Shape shape = tensor.shape();
  shape[0] = end - begin;
  BasicTensor<T> result(shape);
  std::copy_n(tensor.data() + begin * width, (end - begin) * width, result.mutable_data());
  return result;
}

template <class T>
BasicTensor<T> take_rows(const BasicTensor<T>& tensor, std::span<const std::int64_t> numbers) {
  const std::int64_t width = detail::row_size("take_rows", tensor);
  Shape shape = tensor.shape();
  shape[0] = static_cast<std::int64_t>(numbers.size());
  BasicTensor<T> result(shape);
  T* to = result.mutable_data();
  for (std::int64_t number : numbers) {
    if (number < 0 || number >= tensor.dim(0))
      fail("take_rows", "expected row numbers inside [0, " + std::to_string(tensor.dim(0)) + "), got " +
                            std::to_string(number));
    to = std::copy_n(tensor.data() + number * width, width, to);
  }
  return result;
}

template <class To, class From>
BasicTensor<To> cast(const BasicTensor<From>& tensor) {
  if (!tensor.defined()) return {};
  BasicTensor<To> result(tensor.shape());
  const From* from = tensor.data();
  To* to = result.mutable_data();
  parallel_for(tensor.size(), 1 << 15, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) to[i] = static_cast<To>(from[i]);
  });
  return result;
}

}  // namespace agon
