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
    const std::lock_guard lock(mutex_);
    auto& blocks = free_[size];
    void* block = nullptr;
    if (blocks.empty()) {
      block = fresh(size);
    } else {
      block = blocks.back();
      blocks.pop_back();
      use_.cached -= size;
    }
    use_.in_use += size;
    return block;
  }

  void give(void* block, std::size_t size) noexcept {
    const std::lock_guard lock(mutex_);
    use_.in_use -= size;
    if (!recycling) return ::operator delete (block, std::align_val_t{64});
    try {
      free_[size].push_back(block);
      use_.cached += size;
    } catch (const std::bad_alloc&) {
      ::operator delete (block, std::align_val_t{64});
    }
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    release_free_blocks();
  }

  MemoryUse use() {
    const std::lock_guard lock(mutex_);
    return use_;
  }

 private:
  // A recycled block would hide a use after release from the address sanitizer.
#if defined(__SANITIZE_ADDRESS__)
  static constexpr bool recycling = false;
#elif defined(__has_feature)
  static constexpr bool recycling = !__has_feature(address_sanitizer);
#else
  static constexpr bool recycling = true;
#endif

  // What is kept for reuse is given up before memory is said to be out.
  void* fresh(std::size_t size) {
    ++use_.requests;
    if (void* block = ::operator new (size, std::align_val_t{64}, std::nothrow)) return block;
    release_free_blocks();
    return ::operator new (size, std::align_val_t{64});
  }

  void release_free_blocks() {
    for (auto& [size, blocks] : free_) {
      for (void* block : blocks) ::operator delete (block, std::align_val_t{64});
      blocks.clear();
    }
    use_.cached = 0;
  }

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
