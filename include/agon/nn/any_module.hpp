#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "agon/autograd/variable.hpp"
#include "agon/nn/module.hpp"

namespace agon {

namespace detail {

/// A network of whatever type, as AnyModule sees it.
template <class T>
class ErasedModule {
 public:
  virtual ~ErasedModule() = default;
  virtual std::unique_ptr<ErasedModule> clone() const = 0;
  virtual BasicVar<T> call(std::span<const BasicVar<T>> inputs) const = 0;
  virtual void walk(Walk<T>& walk, std::string_view name) const = 0;
};

template <class T, class Net, std::size_t... I>
constexpr bool takes_inputs(std::index_sequence<I...>) {
  return requires(const Net& net, const BasicVar<T>& x) {
    { net((static_cast<void>(I), x)...) } -> std::convertible_to<BasicVar<T>>;
  };
}

/// Whether net(x), net(x, x) and so on, with `Count` inputs, gives a variable.
template <class T, class Net, std::size_t Count>
inline constexpr bool takes = takes_inputs<T, Net>(std::make_index_sequence<Count>());

[[noreturn]] void refuse_inputs(const char* type, std::span<const bool> taken, std::size_t got);
[[noreturn]] void refuse_empty_module();

template <class T, class Net>
class HeldModule final : public ErasedModule<T> {
 public:
  explicit HeldModule(Net net) : net_(std::move(net)) {}

  std::unique_ptr<ErasedModule<T>> clone() const override { return std::make_unique<HeldModule>(net_); }
  BasicVar<T> call(std::span<const BasicVar<T>> x) const override {
    if constexpr (takes<T, Net, 1>)
      if (x.size() == 1) return net_(x[0]);
    if constexpr (takes<T, Net, 2>)
      if (x.size() == 2) return net_(x[0], x[1]);
    if constexpr (takes<T, Net, 3>)
      if (x.size() == 3) return net_(x[0], x[1], x[2]);
    if constexpr (takes<T, Net, 4>)
      if (x.size() == 4) return net_(x[0], x[1], x[2], x[3]);
    constexpr bool taken[] = {takes<T, Net, 1>, takes<T, Net, 2>, takes<T, Net, 3>, takes<T, Net, 4>};
    refuse_inputs(type_spelling<Net>(), taken, x.size());
  }
  void walk(Walk<T>& walk, std::string_view name) const override { walk_member(walk, name, net_); }

  Net& net() { return net_; }

 private:
  Net net_;
};

/// What an AnyModule can hold. That it can be copied is asked later: here it would be asked in circles of a
/// network whose constructor takes an AnyModule.
template <class Net, class T>
concept ModuleOf = Network<Net> && !ErasedMember<Net> &&
                   (takes<T, Net, 1> || takes<T, Net, 2> || takes<T, Net, 3> || takes<T, Net, 4>);

}  // namespace detail

/// Any network, chosen at run time, as a value: copying it copies the network, and everything that works on
/// networks (parameters, names, summary, equal, save, load, optimisers) sees the network that it holds as if
/// it stood in its place.
///
///     AnyModule body = deep ? AnyModule(Deep{}) : AnyModule(Linear{100, 64});
///     Var y = body(x);
///
/// Two that hold networks of different types are not equal. Calling a default-made or moved-from one throws
/// Error; it has no parameters.
template <class T>
class BasicAnyModule {
 public:
  using Scalar = T;

  BasicAnyModule() = default;
  /// Holds a network of this scalar whose call takes one to four variables and returns one. Implicit, so that
  /// layers go wherever modules are taken.
  template <detail::ModuleOf<T> Net>
  BasicAnyModule(Net net) : held_(std::make_unique<detail::HeldModule<T, Net>>(std::move(net))) {
    static_assert(std::copy_constructible<Net>, "a network in an AnyModule can be copied");
    static_assert(std::is_same_v<typename detail::ScalarOf<Net>::type, T> ||
                      std::is_void_v<typename detail::ScalarOf<Net>::type>,
                  "a network in an AnyModule has its scalar type");
  }

  BasicAnyModule(const BasicAnyModule& other) : held_(other.held_ ? other.held_->clone() : nullptr) {}
  BasicAnyModule(BasicAnyModule&& other) noexcept = default;
  BasicAnyModule& operator=(const BasicAnyModule& other) { return *this = BasicAnyModule(other); }
  BasicAnyModule& operator=(BasicAnyModule&& other) noexcept = default;
  ~BasicAnyModule() = default;

  /// What the network makes of its inputs. Throws Error where it does not take so many.
  template <std::convertible_to<BasicVar<T>>... Inputs>
  requires(sizeof...(Inputs) >= 1) BasicVar<T>
  operator()(const Inputs&... inputs) const {
    const BasicVar<T> list[] = {BasicVar<T>(inputs)...};
    return (*this)(std::span<const BasicVar<T>>(list));
  }
  BasicVar<T> operator()(std::span<const BasicVar<T>> inputs) const {
    if (!held_) detail::refuse_empty_module();
    return held_->call(inputs);
  }

  bool empty() const { return !held_; }
  /// The network, where it is a Net; otherwise nothing.
  template <class Net>
  Net* as() {
    auto* held = dynamic_cast<detail::HeldModule<T, Net>*>(held_.get());
    return held ? &held->net() : nullptr;
  }
  template <class Net>
  const Net* as() const {
    return const_cast<BasicAnyModule*>(this)->template as<Net>();
  }

  /// What the walk over a network that has this as a member calls.
  void walk(detail::Walk<T>& walk, std::string_view name) const {
    if (held_) held_->walk(walk, name);
  }

 private:
  std::unique_ptr<detail::ErasedModule<T>> held_;
};

using AnyModule = BasicAnyModule<float>;
namespace f64 {
using AnyModule = BasicAnyModule<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/any_module-inl.h"
#endif
