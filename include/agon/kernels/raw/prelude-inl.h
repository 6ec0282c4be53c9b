#pragma once

#include <cstddef>
#include <cstdint>

#include "agon/core/allocator.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/table.hpp"

// The raw kernels are compiled once for each instruction set, each time in a namespace of its own. Whatever
// an inline function of std or of the core would leave behind in such an object could be picked by the linker
// for a machine that cannot run it, so these files use nothing but builtins, types of this namespace and
// compiled functions of the core.
#ifndef AGON_ISA_NAMESPACE
#define AGON_ISA_NAMESPACE native
#endif

#define AGON_RESTRICT __restrict__
/// Before a loop whose pointers may be equal but never overlap otherwise.
#ifdef __clang__
#define AGON_INDEPENDENT_ITERATIONS _Pragma("clang loop vectorize(assume_safety)")
#else
#define AGON_INDEPENDENT_ITERATIONS _Pragma("GCC ivdep")
#endif
#define AGON_ALWAYS_INLINE inline __attribute__((always_inline))

namespace agon::kernels::AGON_ISA_NAMESPACE {

using Index = std::int64_t;

constexpr Index min_of(Index a, Index b) { return a < b ? a : b; }
constexpr Index max_of(Index a, Index b) { return a < b ? b : a; }
constexpr Index blocks_of(Index n, Index block) { return (n + block - 1) / block; }

/// Elements of one block of an elementwise kernel, and the blocks worth a thread.
constexpr Index map_block = 8192;
constexpr Index map_grain = 2;

/// Calls body(i) for each i in [0, count). The calls are the same whatever the number of threads.
template <class Body>
void for_each_block(Index count, Index grain, const Body& body) {
  parallel_for(count, grain, [&body](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) body(i);
  });
}

/// Calls body(begin, end) on fixed blocks of [0, n).
template <class Body>
void for_each_range(Index n, Index block, Index grain, const Body& body) {
  for_each_block(blocks_of(n, block), grain, [&](Index i) { body(i * block, min_of(n, (i + 1) * block)); });
}

/// Uninitialised memory from the recycling allocator.
template <class T>
class Scratch {
 public:
  explicit Scratch(Index n)
      : bytes_(static_cast<std::size_t>(n) * sizeof(T)),
        data_(bytes_ ? static_cast<T*>(agon::detail::allocate(bytes_)) : nullptr) {}
  ~Scratch() {
    if (data_) agon::detail::deallocate(data_, bytes_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  T* data() const { return data_; }
  T& operator[](Index i) const { return data_[i]; }

 private:
  std::size_t bytes_;
  T* data_;
};

template <class T>
AGON_ALWAYS_INLINE void copy_n(const T* AGON_RESTRICT x, Index n, T* AGON_RESTRICT y) {
  if (n > 0) __builtin_memcpy(y, x, static_cast<std::size_t>(n) * sizeof(T));
}

template <class T>
AGON_ALWAYS_INLINE void zero_n(T* y, Index n) {
  if (n > 0) __builtin_memset(y, 0, static_cast<std::size_t>(n) * sizeof(T));
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
