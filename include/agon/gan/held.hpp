#pragma once

#include <memory>
#include <utility>

namespace agon::detail {

/// A value known by its base class: a copy is a copy of what it holds. Base has a virtual clone().
template <class Base>
class Held {
 public:
  explicit Held(std::unique_ptr<Base> value) : value_(std::move(value)) {}
  Held(const Held& other) : value_(other.value_->clone()) {}
  Held(Held&& other) noexcept = default;
  Held& operator=(Held other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Held() = default;

  Base* operator->() const { return value_.get(); }

 private:
  std::unique_ptr<Base> value_;
};

}  // namespace agon::detail
