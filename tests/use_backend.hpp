#pragma once

#include "agon/kernels/backend.hpp"

namespace agon_test {

/// While it lives, products go to that backend.
class UseBackend {
 public:
  explicit UseBackend(agon::Backend backend) : before_(agon::backend()) { agon::set_backend(backend); }
  ~UseBackend() { agon::set_backend(before_); }
  UseBackend(const UseBackend&) = delete;
  UseBackend& operator=(const UseBackend&) = delete;

 private:
  agon::Backend before_;
};

}  // namespace agon_test
