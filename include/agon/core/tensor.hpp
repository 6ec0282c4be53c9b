#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "agon/core/storage.hpp"

namespace agon {

/// Plain numbers in a shape: row-major, contiguous, aligned to 64 bytes. T is float, double, int64 or uint8.
/// A value: copies share their elements until one of them is written. Reading one tensor from many threads is
/// safe.
template <class T>
class BasicTensor : private AnyTensor {
 public:
  using Scalar = T;

  /// An undefined tensor; ask `defined()`.
  BasicTensor() = default;
  /// Uninitialised elements.
  explicit BasicTensor(const Shape& shape);
  BasicTensor(const Shape& shape, T fill);
  /// Throws Error where the number of values is not the shape's.
  BasicTensor(const Shape& shape, std::span<const T> values);
  BasicTensor(const Shape& shape, std::initializer_list<T> values)
      : BasicTensor(shape, std::span<const T>(values.begin(), values.size())) {}
  BasicTensor(const Shape& shape, const std::vector<T>& values)
      : BasicTensor(shape, std::span<const T>(values)) {}
  static BasicTensor zeros(const Shape& shape) { return BasicTensor(shape, T{0}); }
  static BasicTensor scalar(T value) { return BasicTensor(Shape{}, value); }

  using AnyTensor::defined;
  using AnyTensor::shape;
  int rank() const { return dims.rank(); }
  /// The size of an axis; negative axes count from the back.
  std::int64_t dim(int axis) const { return dims[axis]; }
  /// The number of elements; 0 where undefined.
  std::int64_t size() const { return defined() ? dims.size() : 0; }

  const T* data() const { return storage ? static_cast<const T*>(storage->data()) : nullptr; }
  /// The elements for writing; copies them first where another tensor shares them.
  T* mutable_data();
  /// The elements in order. Valid while a tensor that shares them lives: not beyond a temporary.
  std::span<const T> values() const { return {data(), static_cast<std::size_t>(size())}; }
  std::span<T> mutable_values() { return {mutable_data(), static_cast<std::size_t>(size())}; }

  /// The one element of a tensor of size 1. Throws Error otherwise.
  T item() const;
  /// The element at an index. Throws Error where the index has another rank or lies outside.
  T at(std::initializer_list<std::int64_t> index) const;

  /// The same elements in another shape of the same size; one axis may be -1. Shares the elements.
  BasicTensor reshape(const Shape& shape) const;

  /// Whether no other tensor shares the elements.
  bool unique() const { return storage && storage->references.load(std::memory_order_acquire) == 1; }
  bool shares_storage_with(const BasicTensor& other) const { return storage && storage == other.storage; }

  const AnyTensor& erased() const { return *this; }
  /// The typed view of an erased tensor. Throws Error where its type is another one.
  static BasicTensor from(const AnyTensor& any);
};

using Tensor = BasicTensor<float>;
using LabelTensor = BasicTensor<std::int64_t>;
using ByteTensor = BasicTensor<std::uint8_t>;
namespace f64 {
using Tensor = BasicTensor<double>;
}

/// Works out the -1 of `shape` (at most one) for `size` elements; false where that cannot be.
bool infer_size(Shape& shape, std::int64_t size);

/// `shape` with its -1 (at most one) worked out for `size` elements. Throws Error "[where] ..." where that
/// cannot be.
Shape resolve_shape(const char* where, const Shape& shape, std::int64_t size);

/// Same shape and same bits; two undefined tensors are equal.
template <class T>
bool equal(const BasicTensor<T>& a, const BasicTensor<T>& b);

/// A copy of the rows [begin, end) of the first axis. Throws Error outside it.
template <class T>
BasicTensor<T> rows(const BasicTensor<T>& tensor, std::int64_t begin, std::int64_t end);

/// The rows with these numbers, in this order. Throws Error where one lies outside.
template <class T>
BasicTensor<T> take_rows(const BasicTensor<T>& tensor, std::span<const std::int64_t> numbers);

/// The elements converted one by one as `static_cast` does.
template <class To, class From>
BasicTensor<To> cast(const BasicTensor<From>& tensor);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/core/tensor-inl.h"
#endif
