#pragma once

#include <new>
#include <string>

#include "agon/core/allocator.hpp"
#include "agon/core/error.hpp"
#include "agon/core/storage.hpp"

namespace agon {

AGON_INLINE const char* name_of(DType dtype) {
  switch (dtype) {
    case DType::float32:
      return "float32";
    case DType::float64:
      return "float64";
    case DType::int64:
      return "int64";
    case DType::uint8:
      return "uint8";
  }
  return "unknown";
}

AGON_INLINE std::size_t size_of(DType dtype) {
  switch (dtype) {
    case DType::float32:
      return sizeof(float);
    case DType::float64:
      return sizeof(double);
    case DType::int64:
      return sizeof(std::int64_t);
    case DType::uint8:
      return sizeof(std::uint8_t);
  }
  return 0;
}

namespace detail {

AGON_INLINE Ref<Storage> new_storage(DType dtype, const Shape& shape) {
  for (std::int64_t d : shape)
    if (d < 0) fail("Tensor", "expected a shape without negative sizes, got " + to_string(shape));
  constexpr std::int64_t most_bytes = std::int64_t{1} << 47;  // of any address space
  if (shape.size() > most_bytes / static_cast<std::int64_t>(size_of(dtype)))
    fail("Tensor", "expected a shape that fits into memory, got " + to_string(shape));
  const std::size_t bytes = sizeof(Storage) + static_cast<std::size_t>(shape.size()) * size_of(dtype);
  return Ref<Storage>::adopt(new (allocate(bytes)) Storage(dtype, bytes));
}

AGON_INLINE void destroy(Storage* storage) noexcept {
  const std::size_t bytes = storage->bytes;
  storage->~Storage();
  deallocate(storage, bytes);
}

}  // namespace detail

AGON_INLINE void check_defined(const char* where, const AnyTensor& tensor) {
  if (!tensor.defined()) fail(where, "expected a defined tensor, got an undefined one");
}

}  // namespace agon
