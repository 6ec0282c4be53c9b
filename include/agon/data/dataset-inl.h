#pragma once

#include "agon/core/parallel.hpp"
#include "agon/data/dataset.hpp"

namespace agon {
namespace detail {

AGON_INLINE void scale_bytes(const std::uint8_t* bytes, std::int64_t count, float* to) {
  for (std::int64_t i = 0; i < count; ++i) to[i] = static_cast<float>(bytes[i]) / 127.5f - 1.0f;
}

}  // namespace detail

AGON_INLINE Tensor from_bytes(const ByteTensor& bytes) {
  Tensor result(bytes.shape());
  float* to = result.mutable_data();
  parallel_for(bytes.size(), std::int64_t{1} << 18, [&](std::int64_t begin, std::int64_t end) {
    detail::scale_bytes(bytes.data() + begin, end - begin, to + begin);
  });
  return result;
}

}  // namespace agon
