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

template <class T>
void observe_signs(const BasicTensor<T>& x) {
  BranchMonitor* monitor = detail::branch_monitor();
  if (!monitor) return;
  for (T value : x.values()) monitor->mix(value > 0 ? 2 : value < 0 ? 1 : 0);
}

}  // namespace agon
