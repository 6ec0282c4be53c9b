#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agon/autograd/grad.hpp"
#include "agon/nn/parameter.hpp"
#include "agon/nn/reflect.hpp"

namespace agon {

/// A value under a name such as "up1.weight".
template <class V>
struct Named {
  std::string name;
  V value;
};

enum class SlotKind : std::uint8_t { parameter, buffer };

/// Where a network keeps one parameter or buffer: the pointer of its kind is set and points into the network.
template <class T>
struct BasicSlot {
  std::string name;
  SlotKind kind;
  BasicParameter<T>* parameter = nullptr;
  BasicBuffer<T>* buffer = nullptr;

  BasicTensor<T> value() const { return kind == SlotKind::parameter ? parameter->value() : buffer->value(); }
};

using Slot = BasicSlot<float>;
namespace f64 {
using Slot = BasicSlot<double>;
}

namespace detail {

/// What one walk over a network lists. Everything that works on networks works on this list, compiled once a
/// scalar.
template <class T>
class Walk {
 public:
  using Same = bool (*)(const void*, const void*);
  struct Layer {
    std::string name;
    const char* type;  // as the compiler spells it
    bool contains_layers = false;
  };

  // What the walk over a struct calls, in the order of its members.
  void parameter(std::string_view name, const BasicParameter<T>& parameter);
  void buffer(std::string_view name, const BasicBuffer<T>& buffer);
  void configuration(const void* value, Same same) { values_.push_back({value, same}); }
  void enter(std::string_view name);
  void enter_layer(std::string_view name, const char* type);
  void leave();
  void leave_layer();

  const std::vector<BasicSlot<T>>& slots() const { return slots_; }
  BasicVarList<T> parameters() const;
  std::vector<Named<BasicVar<T>>> named_parameters() const;
  std::vector<BasicTensor<T>> buffers() const;
  std::vector<Named<BasicTensor<T>>> named_buffers() const;
  std::int64_t parameter_count() const;
  std::string summary() const;
  bool same_as(const Walk& other) const;
  void make_constant() const;
  void absorb(std::span<const Note> notes) const;

 private:
  struct Value {
    const void* value;
    Same same;
  };
  std::string path_to(std::string_view name) const;

  std::vector<BasicSlot<T>> slots_;
  std::vector<std::size_t> owners_;  // of each slot: its layer's place in layers_
  std::vector<Layer> layers_;
  std::vector<Value> values_;
  std::string path_;
  std::vector<std::size_t> lengths_;  // of the path, before each step in
  std::vector<std::size_t> open_layers_;
};

template <class V>
bool same_configuration(const void* a, const void* b) {
  return *static_cast<const V*>(a) == *static_cast<const V*>(b);
}

template <class Layer>
consteval const char* type_spelling() {
  return __PRETTY_FUNCTION__;
}

/// The type's own name in such a spelling: "Conv2d" for a BasicConv2d<float>.
std::string plain_type_name(std::string_view spelling);

template <class M>
inline constexpr bool unknown_member = false;

template <class T, class Member>
void walk_member(Walk<T>& walk, std::string_view name, const Member& member);

template <class T>
struct MemberWalker {
  Walk<T>& walk;
  const std::string_view* names;

  template <class... Members>
  void operator()(const Members&... members) const {
    [[maybe_unused]] std::size_t i = 0;
    (walk_member(walk, names[i++], members), ...);
  }
};

template <class T, HasMembers Layer>
void walk_layer(Walk<T>& walk, std::string_view name, const Layer& layer) {
  walk.enter_layer(name, type_spelling<Layer>());
  if constexpr (requires { Layer::agon_transparent; }) {
    auto names = member_names<Layer>;
    names[0] = {};
    visit_members(layer, MemberWalker<T>{walk, names.data()});
  } else {
    visit_members(layer, MemberWalker<T>{walk, member_names<Layer>.data()});
  }
  walk.leave_layer();
}

template <class T, class Tuple, std::size_t... I>
void walk_tuple(Walk<T>& walk, const Tuple& tuple, std::index_sequence<I...>) {
  (walk_member(walk, std::to_string(I), std::get<I>(tuple)), ...);
}

template <class T, class Member>
void walk_member(Walk<T>& walk, std::string_view name, const Member& member) {
  if constexpr (ParameterMember<Member>) {
    walk.parameter(name, member);
  } else if constexpr (BufferMember<Member>) {
    walk.buffer(name, member);
  } else if constexpr (is_configuration<Member>) {
    walk.configuration(&member, &same_configuration<Member>);
  } else if constexpr (is_a<Member, std::optional>) {
    if (member) walk_member(walk, name, *member);
  } else if constexpr (ListMember<Member>) {
    walk.enter(name);
    std::size_t i = 0;
    for (const auto& element : member) walk_member(walk, std::to_string(i++), element);
    walk.leave();
  } else if constexpr (TupleMember<Member>) {
    walk.enter(name);
    walk_tuple(walk, member, std::make_index_sequence<std::tuple_size_v<Member>>{});
    walk.leave();
  } else if constexpr (ErasedMember<Member>) {
    member.walk(walk, name);
  } else if constexpr (HasMembers<Member>) {
    walk_layer(walk, name, member);
  } else {
    static_assert(
        unknown_member<Member>,
        "agon does not know this type of member: a network is made of Parameter, Buffer, layers, numbers, "
        "enums, strings, and vectors, arrays, optionals and structs of these. A class with private members "
        "lists them with AGON_MEMBERS(...); plain data of another type is let through by "
        "agon::is_configuration<Type>");
  }
}

template <Network Net>
Walk<network_scalar_t<Net>> walk(const Net& net) {
  Walk<network_scalar_t<Net>> walk;
  walk_member(walk, "", net);
  return walk;
}

}  // namespace detail
}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/walk-inl.h"
#endif
