#pragma once

#include <cstdint>

#include "agon/core/tensor.hpp"

namespace agon {

/// Watches which side of their kinks the operations of this thread take (the comparisons
/// inside maps) while in scope. A gradient check compares two evaluations: where the fingerprints differ, a
/// kink lies between them and central differences mean nothing.
class BranchMonitor {
 public:
  BranchMonitor();
  ~BranchMonitor();
  BranchMonitor(const BranchMonitor&) = delete;
  BranchMonitor& operator=(const BranchMonitor&) = delete;

  /// A hash of all branches taken so far.
  std::uint64_t fingerprint() const { return hash_; }

 private:
  friend void observe_branch(std::uint64_t outcome);
  void mix(std::uint64_t bits) { hash_ = (hash_ ^ bits) * 0x100000001B3; }

  std::uint64_t hash_ = 0xCBF29CE484222325;
  BranchMonitor* before_;
};

/// Whether a monitor of this thread is in scope.
bool observing_branches();

/// Tells the monitor in scope, if there is one, which branch was taken.
void observe_branch(std::uint64_t outcome);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/branches-inl.h"
#endif
