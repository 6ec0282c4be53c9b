#pragma once

#include <bit>
#include <map>
#include <mutex>
#include <new>
#include <vector>

#include "agon/core/allocator.hpp"

namespace agon {
namespace detail {

class BlockCache {
 public:
  // Never destroyed: tensors with static storage may outlive any order of destruction.
  static BlockCache& instance() {
    static BlockCache* cache = new BlockCache;
    return *cache;
  }

  // Eight size classes to the octave: at most an eighth of a block is wasted.
  static std::size_t rounded(std::size_t bytes) {
    constexpr std::size_t line = 64;
    const std::size_t step = bytes <= 8 * line ? line : std::bit_floor(bytes - 1) / 8;
    return (bytes + step - 1) / step * step;
  }

  void* take(std::size_t size) {
    {
      const std::lock_guard lock(mutex_);
      use_.in_use += size;
      auto& blocks = free_[size];
      if (!blocks.empty()) {
        void* block = blocks.back();
        blocks.pop_back();
        use_.cached -= size;
        return block;
      }
    }
    return ::operator new (size, std::align_val_t{64});
  }

  void give(void* block, std::size_t size) noexcept {
    const std::lock_guard lock(mutex_);
    use_.in_use -= size;
#if defined(__SANITIZE_ADDRESS__) || defined(AGON_NO_RECYCLING)
    ::operator delete (block, std::align_val_t{64});  // a recycled block would hide a use after release
#else
    free_[size].push_back(block);
    use_.cached += size;
#endif
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    for (auto& [size, blocks] : free_)
      for (void* block : blocks) ::operator delete (block, std::align_val_t{64});
    free_.clear();
    use_.cached = 0;
  }

  MemoryUse use() {
    const std::lock_guard lock(mutex_);
    return use_;
  }

 private:
  std::mutex mutex_;
  std::map<std::size_t, std::vector<void*>> free_;
  MemoryUse use_;
};

AGON_INLINE void* allocate(std::size_t bytes) {
  return BlockCache::instance().take(BlockCache::rounded(bytes));
}

AGON_INLINE void deallocate(void* block, std::size_t bytes) noexcept {
  BlockCache::instance().give(block, BlockCache::rounded(bytes));
}

}  // namespace detail

AGON_INLINE MemoryUse memory_use() { return detail::BlockCache::instance().use(); }

AGON_INLINE void release_cached_memory() { detail::BlockCache::instance().clear(); }

}  // namespace agon
