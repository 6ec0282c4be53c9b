#pragma once

#include <array>
#include <string_view>

#include "agon/nn/members/bind.hpp"

/// The names of members, from the compiler's own spelling of a pointer to each.
namespace agon::detail {

/// Holds a T that is never defined: only addresses inside it are taken, and only at compile time.
template <class T>
struct Ghost {
  T value;
};

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

template <class T>
extern const Ghost<T> ghost;

// As a template argument by itself, clang 14 takes no pointer into an object.
template <class Member>
struct Spelled {
  Member* pointer;
};

template <auto Pointer>
consteval const char* spelling() {
  return __PRETTY_FUNCTION__;
}

// ... ghost<Net>.Ghost<Net>::value.Net::norm1)]: the last identifier.
consteval std::string_view last_identifier(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  std::size_t end = text.size();
  while (end > 0 && !letter(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && letter(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

struct Addresses {
  template <class... Members>
  constexpr auto operator()(const Members&... members) const {
    return std::tuple<Spelled<const Members>...>{{&members}...};
  }
};

template <class T, std::size_t N, std::size_t... I>
consteval std::array<std::string_view, N> spelled_names(std::index_sequence<I...>) {
  [[maybe_unused]] constexpr auto addresses = bind_members<N>(ghost<T>.value, Addresses{});
  return {last_identifier(spelling<std::get<I>(addresses)>())...};
}

/// The names in "a, b, c".
template <std::size_t N>
consteval std::array<std::string_view, N> listed_names(std::string_view list) {
  std::array<std::string_view, N> names;
  for (std::string_view& name : names) {
    const std::size_t comma = list.find(',');
    name = last_identifier(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return names;
}

#ifdef __clang__
#pragma clang diagnostic pop
#endif

}  // namespace agon::detail
