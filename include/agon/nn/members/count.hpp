#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace agon::detail {

/// How many members a struct may have.
inline constexpr std::size_t max_members = 64;

/// Converts to whatever a member of an aggregate is initialised from. Never called: it only serves to ask the
/// compiler how many of them an initialiser takes. (It has a body because clang instantiates a constexpr
/// constructor to ask.)
template <std::size_t>
struct AnyMember {
  template <class U>
  operator U() const {
    __builtin_unreachable();
  }
};

/// The same for wrappers that would otherwise take an AnyMember in two ways, by conversion and as their
/// content.
template <std::size_t>
struct AnyWrapper {
  template <class U>
  operator std::optional<U>() const {
    __builtin_unreachable();
  }
  template <class U>
  operator std::tuple<U>() const {
    __builtin_unreachable();
  }
};

template <class T, class... Probes>
concept BracesTake = requires {
  T{Probes{}...};
};

// The first `Known` members are given, as Probes; the largest number of members that T takes in all, at most
// `Most`.
template <class T, std::size_t Most, class... Probes>
struct CountFrom {
  template <std::size_t... I>
  static consteval bool takes(std::index_sequence<I...>) {
    return BracesTake<T, Probes..., AnyMember<I>...>;
  }
  template <std::size_t N>
  static consteval std::size_t most() {
    if constexpr (takes(std::make_index_sequence<N - sizeof...(Probes)>{})) {
      return N;
    } else if constexpr (N > sizeof...(Probes)) {
      return most<N - 1>();
    } else {
      return 0;
    }
  }
  template <std::size_t... I>
  static consteval std::size_t with_wrapper_after(std::index_sequence<I...>) {
    return CountFrom<T, Most, Probes..., AnyMember<I>..., AnyWrapper<0>>::count();
  }
  // Members after an optional are found by a second try that puts a wrapper's probe in its place.
  static consteval std::size_t count() {
    constexpr std::size_t found = most<Most>();
    if constexpr (found < sizeof...(Probes) || found == Most) {
      return found;
    } else {
      constexpr std::size_t further =
          with_wrapper_after(std::make_index_sequence<found - sizeof...(Probes)>{});
      return further > found ? further : found;
    }
  }
};

// No member is smaller than a byte. One more than is allowed is counted, so that it can be refused.
template <class T>
inline constexpr std::size_t member_limit = sizeof(T) <= max_members ? sizeof(T) : max_members + 1;

template <class T>
concept CountsMembers = requires {
  { T::agon_members } -> std::convertible_to<std::size_t>;
};

/// How many members T has. An aggregate is probed downwards, because a member without a default must be
/// given; others say it themselves.
template <class T>
consteval std::size_t member_count() {
  if constexpr (CountsMembers<T>) {
    return T::agon_members;
  } else if constexpr (std::is_empty_v<T>) {
    return 0;
  } else {
    return CountFrom<T, member_limit<T>>::count();
  }
}

}  // namespace agon::detail
