#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "agon/autograd/variable.hpp"
#include "agon/gan/held.hpp"

namespace agon {

/// What stands between samples and the discriminator: a callable that gives samples of the same shape. Beyond
/// that it may have
///
///     void check() const;                               // throws Error on members out of range; called once
///     void start_step(std::int64_t step);               // called before every step of a player
///     void observe(const BasicTensor<T>& real_scores);  // called with every batch of a step of D
template <class A, class T>
concept AugmentationOf = requires(A& augmentation, const BasicVar<T>& x) {
  { augmentation(x) } -> std::convertible_to<BasicVar<T>>;
};

namespace detail {

template <class T>
class ErasedAugmentation {
 public:
  virtual ~ErasedAugmentation() = default;
  virtual std::unique_ptr<ErasedAugmentation> clone() const = 0;
  virtual BasicVar<T> apply(const BasicVar<T>& x) = 0;
  virtual void start_step(std::int64_t step) = 0;
  virtual void observe(const BasicTensor<T>& real_scores) = 0;
};

template <class T, AugmentationOf<T> A>
class HeldAugmentation final : public ErasedAugmentation<T> {
 public:
  explicit HeldAugmentation(A a) : augmentation(std::move(a)) {}

  std::unique_ptr<ErasedAugmentation<T>> clone() const override {
    return std::make_unique<HeldAugmentation>(augmentation);
  }
  BasicVar<T> apply(const BasicVar<T>& x) override { return augmentation(x); }
  void start_step(std::int64_t step) override {
    if constexpr (requires { augmentation.start_step(step); }) augmentation.start_step(step);
  }
  void observe(const BasicTensor<T>& real_scores) override {
    if constexpr (requires { augmentation.observe(real_scores); }) augmentation.observe(real_scores);
  }

  A augmentation;
};

/// The augmentations of a game, applied one after the other.
template <class T>
class Augmentations {
 public:
  template <AugmentationOf<T> A>
  A& add(A augmentation) {
    if constexpr (requires { augmentation.check(); }) augmentation.check();
    auto held = std::make_unique<HeldAugmentation<T, A>>(std::move(augmentation));
    A& where = held->augmentation;
    all_.emplace_back(std::move(held));
    return where;
  }

  BasicVar<T> operator()(BasicVar<T> x) const {
    for (const auto& one : all_) x = one->apply(x);
    return x;
  }
  void start_step(std::int64_t step) {
    for (const auto& one : all_) one->start_step(step);
  }
  void observe(const BasicTensor<T>& real_scores) {
    for (const auto& one : all_) one->observe(real_scores);
  }

 private:
  std::vector<Held<ErasedAugmentation<T>>> all_;
};

}  // namespace detail
}  // namespace agon
