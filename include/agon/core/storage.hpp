#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "agon/core/ref.hpp"
#include "agon/core/shape.hpp"

namespace agon {

/// What a tensor's elements are.
enum class DType : std::uint8_t { float32, float64, int64, uint8 };

/// "float32" and so on.
const char* name_of(DType dtype);
std::size_t size_of(DType dtype);

namespace detail {

template <class T>
struct DTypeOf;
template <>
struct DTypeOf<float> {
  static constexpr DType value = DType::float32;
};
template <>
struct DTypeOf<double> {
  static constexpr DType value = DType::float64;
};
template <>
struct DTypeOf<std::int64_t> {
  static constexpr DType value = DType::int64;
};
template <>
struct DTypeOf<std::uint8_t> {
  static constexpr DType value = DType::uint8;
};

/// The head of a block of elements, which follow it at the next 64-byte boundary.
struct alignas(64) Storage {
  std::atomic<int> references{1};
  DType dtype;
  std::size_t bytes;

  Storage(DType type, std::size_t size) : dtype(type), bytes(size) {}
  void* data() { return this + 1; }
};

Ref<Storage> new_storage(DType dtype, const Shape& shape);
void destroy(Storage* storage) noexcept;

inline void retain(Storage* storage) { storage->references.fetch_add(1, std::memory_order_relaxed); }
inline void release(Storage* storage) {
  if (storage->references.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy(storage);
}

}  // namespace detail

template <class T>
inline constexpr DType dtype_of = detail::DTypeOf<T>::value;

/// A tensor that has forgotten its element type at compile time and knows it at run time: what graphs hold.
struct AnyTensor {
  Ref<detail::Storage> storage;
  Shape dims;

  bool defined() const { return static_cast<bool>(storage); }
  const Shape& shape() const { return dims; }
  /// Undefined tensors have none: do not ask.
  DType dtype() const { return storage->dtype; }
};

/// Throws Error "[where] ..." where the tensor is undefined.
void check_defined(const char* where, const AnyTensor& tensor);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/core/storage-inl.h"
#endif
