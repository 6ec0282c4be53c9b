#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "agon/core/shape.hpp"
#include "agon/core/size2.hpp"
#include "agon/core/size3.hpp"
#include "agon/nn/members/bind.hpp"
#include "agon/nn/members/count.hpp"
#include "agon/nn/members/names.hpp"

/// What the library knows of the members of a network at compile time. A network is any of these:
///
/// - an aggregate of up to 64 members, without bases, C arrays and references: names are read off its type;
/// - a class with constructors whose members are all public and which says how many they are; a wrong number
///   does not compile: `static constexpr std::size_t agon_members = 3;`. Where it also says
///   `static constexpr bool agon_transparent = true;`, its first member's own name is not part of the path;
/// - a class with private members that lists them all, once and in order: `AGON_MEMBERS(body_, scale_)`. A
///   forgotten one makes the sizes differ and does not compile, unless it hides in padding between others;
/// - a vector, array, optional, tuple or pair of networks;
/// - an AnyModule, whose network is only known at run time.
///
/// A member is a Parameter, a Buffer, a network, or configuration: a number, an enum, a string, a Shape, a
/// Size2 or Size3, a vector, array or optional of these, or a type for which `agon::is_configuration` is set.
/// Any other member type does not compile.
///
/// Test networks belong in anonymous namespaces: two different structs of one name in two files break C++'s
/// one-definition rule, and the walk would take one for the other.
#define AGON_MEMBERS(...)                                                                            \
  friend struct ::agon::detail::MemberAccess;                                                        \
  constexpr auto agon_listed_members() const { return ::agon::detail::listed_members(__VA_ARGS__); } \
  static constexpr const char* agon_listed_names() { return #__VA_ARGS__; }

namespace agon {

template <class T>
class BasicParameter;
template <class T>
class BasicBuffer;
template <class T>
class BasicAnyModule;

/// Whether a member of type M is configuration: it is copied and compared with ==, and otherwise left alone.
/// May be specialised for types of one's own.
template <class M>
inline constexpr bool is_configuration =
    std::is_arithmetic_v<M> || std::is_enum_v<M> || std::is_same_v<M, std::string> ||
    std::is_same_v<M, Shape> || std::is_same_v<M, Size2> || std::is_same_v<M, Size3>;
template <class M, class Allocator>
inline constexpr bool is_configuration<std::vector<M, Allocator>> = is_configuration<M>;
template <class M, std::size_t N>
inline constexpr bool is_configuration<std::array<M, N>> = is_configuration<M>;
template <class M>
inline constexpr bool is_configuration<std::optional<M>> = is_configuration<M>;

namespace detail {

template <class... Members>
constexpr std::tuple<const Members&...> listed_members(const Members&... members) {
  return {members...};
}

/// Reaches what AGON_MEMBERS declares, in whatever section of the class it stands.
struct MemberAccess {
  template <class T>
  static constexpr auto members(const T& object) -> decltype(object.agon_listed_members()) {
    return object.agon_listed_members();
  }
  template <class T>
  static constexpr auto names() -> decltype(T::agon_listed_names()) {
    return T::agon_listed_names();
  }
};

template <class T>
concept ListsMembers = requires {
  MemberAccess::names<T>();
};

// The size of a class of these members in this order: how a member missing from AGON_MEMBERS is noticed.
template <class... Members>
consteval std::size_t laid_out_size(std::size_t start) {
  std::size_t end = start, alignment = start == 0 ? 1 : start;
  const auto place = [&](std::size_t size, std::size_t align) {
    end = (end + align - 1) / align * align + size;
    alignment = alignment < align ? align : alignment;
  };
  (place(sizeof(Members), alignof(Members)), ...);
  end = (end + alignment - 1) / alignment * alignment;
  return end == 0 ? 1 : end;
}

template <class T, class... Members>
consteval bool lists_all(const std::tuple<const Members&...>*) {
  return laid_out_size<Members...>(std::is_polymorphic_v<T> ? sizeof(void*) : 0) == sizeof(T);
}

template <class Type, template <class...> class Of>
inline constexpr bool is_a = false;
template <template <class...> class Of, class... Args>
inline constexpr bool is_a<Of<Args...>, Of> = true;

template <class M>
inline constexpr bool is_array = false;
template <class M, std::size_t N>
inline constexpr bool is_array<std::array<M, N>> = true;

template <class M>
concept ParameterMember = is_a<M, BasicParameter>;
template <class M>
concept BufferMember = is_a<M, BasicBuffer>;
template <class M>
concept ListMember = is_a<M, std::vector> || is_array<M>;
template <class M>
concept TupleMember = is_a<M, std::tuple> || is_a<M, std::pair>;
template <class M>
concept ErasedMember = is_a<M, BasicAnyModule>;

/// A class whose members can be told.
template <class T>
concept HasMembers = std::is_class_v<T> && !is_configuration<T> && !ListMember<T> && !TupleMember<T> &&
                     !is_a<T, std::optional> &&
                     (CountsMembers<T> || ListsMembers<T> || std::is_aggregate_v<T> || std::is_empty_v<T>);

/// visit(m0, m1, ...) with references to the members of an object.
template <HasMembers T, class Visit>
constexpr decltype(auto) visit_members(const T& object, const Visit& visit) {
  if constexpr (ListsMembers<T>) {
    using Members = decltype(MemberAccess::members(object));
    static_assert(lists_all<T>(static_cast<const Members*>(nullptr)),
                  "AGON_MEMBERS(...) must list every member of its class, in the order of their declaration");
    return std::apply(visit, MemberAccess::members(object));
  } else {
    return bind_members<member_count<T>()>(object, visit);
  }
}

template <HasMembers T>
consteval auto make_member_names() {
  if constexpr (ListsMembers<T>) {
    return listed_names<std::tuple_size_v<decltype(MemberAccess::members(std::declval<const T&>()))>>(
        MemberAccess::names<T>());
  } else {
    constexpr std::size_t count = member_count<T>();
    return spelled_names<T, count>(std::make_index_sequence<count>{});
  }
}

/// The names of T's members, in order.
template <HasMembers T>
inline constexpr auto member_names = make_member_names<T>();

// The scalar of a network: void where nothing says it, Mixed where it is not one.
struct Mixed {};
template <class... S>
struct Common {
  using type = void;
};
template <class S, class... Rest>
struct Common<S, Rest...> {
  using rest = typename Common<Rest...>::type;
  using type =
      std::conditional_t<std::is_void_v<S>, rest,
                         std::conditional_t<std::is_void_v<rest> || std::is_same_v<S, rest>, S, Mixed>>;
};

template <class M>
struct ScalarOf;

struct ScalarVisitor {
  template <class... Members>
  constexpr std::type_identity<typename Common<typename ScalarOf<Members>::type...>::type> operator()(
      const Members&...) const {
    return {};
  }
};

template <class M>
struct ScalarOf {
  static auto find() {
    if constexpr (requires { requires std::is_floating_point_v<typename M::Scalar>; }) {
      return std::type_identity<typename M::Scalar>{};
    } else if constexpr (HasMembers<M>) {
      return decltype(visit_members(std::declval<const M&>(), ScalarVisitor{})){};
    } else {
      return std::type_identity<void>{};
    }
  }
  using type = typename decltype(find())::type;
};
template <class M, class Allocator>
struct ScalarOf<std::vector<M, Allocator>> : ScalarOf<M> {};
template <class M, std::size_t N>
struct ScalarOf<std::array<M, N>> : ScalarOf<M> {};
template <class M>
struct ScalarOf<std::optional<M>> : ScalarOf<M> {};
template <class... Ms>
struct ScalarOf<std::tuple<Ms...>> : Common<typename ScalarOf<Ms>::type...> {};
template <class A, class B>
struct ScalarOf<std::pair<A, B>> : Common<typename ScalarOf<A>::type, typename ScalarOf<B>::type> {};

template <class Net>
struct NetworkScalar {
  using found = typename ScalarOf<Net>::type;
  static_assert(!std::is_same_v<found, Mixed>,
                "a network's parameters and buffers are all of one scalar type");
  using type = std::conditional_t<std::is_void_v<found>, float, found>;
};

}  // namespace detail

/// What `parameters`, `save` and their like accept.
template <class Net>
concept Network = detail::HasMembers<Net> || detail::ListMember<Net> || detail::TupleMember<Net> ||
    detail::ErasedMember<Net> || detail::is_a<Net, std::optional>;

/// The scalar type of a network's parameters and buffers, float or double; float where it has none.
template <Network Net>
using network_scalar_t = typename detail::NetworkScalar<Net>::type;

}  // namespace agon
