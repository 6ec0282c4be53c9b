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

AGON_INLINE Ref<Storage> new_storage(DType dtype, std::int64_t elements) {
  if (elements < 0) fail("Tensor", "expected a shape without negative sizes");
  const std::size_t bytes = sizeof(Storage) + static_cast<std::size_t>(elements) * size_of(dtype);
  return Ref<Storage>::adopt(new (allocate(bytes)) Storage(dtype, bytes));
}

AGON_INLINE void destroy(Storage* storage) noexcept {
  const std::size_t bytes = storage->bytes;
  storage->~Storage();
  deallocate(storage, bytes);
}

}  // namespace detail
}  // namespace agon
