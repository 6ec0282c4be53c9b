#pragma once

#include <bit>
#include <map>
#include <mutex>
#include <new>
#include <unordered_map>
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
    const auto fitting = find(size);
    if (fitting == free_.end()) {
      void* block = fresh(size);
      use_.in_use += size;
      return block;
    }
    void* block = fitting->second.back();
    if (fitting->first > size) larger_.emplace(block, fitting->first);
    fitting->second.pop_back();
    use_.cached -= fitting->first;
    use_.in_use += fitting->first;
    return block;
  }

  void give(void* block, std::size_t size) noexcept {
    const std::lock_guard lock(mutex_);
    if (const auto lent = larger_.find(block); lent != larger_.end()) {
      size = lent->second;
      larger_.erase(lent);
    }
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

  using Free = std::map<std::size_t, std::vector<void*>>;

  // A free block of the size or, for large ones, the next larger one of at most four times the size: layers
  // of a network differ by that much, and so share their memory.
  Free::iterator find(std::size_t size) {
    constexpr std::size_t large = 1 << 20;
    const std::size_t most = size >= large ? 4 * size : size;
    auto at = free_.lower_bound(size);
    while (at != free_.end() && at->first <= most && at->second.empty()) ++at;
    return at != free_.end() && at->first <= most ? at : free_.end();
  }

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
  Free free_;
  std::unordered_map<void*, std::size_t> larger_;  // blocks handed out for less than their size
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
