#pragma once

#include <cstddef>

#include "agon/core/config.hpp"

/// Tensor memory: 64-byte aligned blocks that are kept for reuse when released, because a training step asks
/// for the same sizes over and over. Thread-safe.
namespace agon {

/// Bytes handed out and bytes kept for reuse at this moment, and how often the system was asked for memory
/// since the program began: a training step whose blocks are all recycled leaves that count as it is.
struct MemoryUse {
  std::size_t in_use = 0;
  std::size_t cached = 0;
  std::size_t requests = 0;
};

MemoryUse memory_use();

/// Gives all cached blocks back to the system.
void release_cached_memory();

namespace detail {

/// A block of at least `bytes` bytes, aligned to 64. Throws std::bad_alloc.
void* allocate(std::size_t bytes);
/// Takes back a block that `allocate(bytes)` returned.
void deallocate(void* block, std::size_t bytes) noexcept;

}  // namespace detail
}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/core/allocator-inl.h"
#endif
