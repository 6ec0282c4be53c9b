#pragma once

#include "agon/autograd/branches.hpp"

namespace agon {
namespace detail {

AGON_INLINE BranchMonitor*& branch_monitor() {
  static thread_local BranchMonitor* current = nullptr;
  return current;
}

}  // namespace detail

AGON_INLINE BranchMonitor::BranchMonitor() : before_(detail::branch_monitor()) {
  detail::branch_monitor() = this;
}
AGON_INLINE BranchMonitor::~BranchMonitor() { detail::branch_monitor() = before_; }

AGON_INLINE bool observing_branches() { return detail::branch_monitor() != nullptr; }

AGON_INLINE void observe_branch(std::uint64_t outcome) {
  if (BranchMonitor* monitor = detail::branch_monitor()) monitor->mix(outcome);
}

}  // namespace agon
