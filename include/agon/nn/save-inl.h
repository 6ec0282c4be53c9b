#pragma once

#include <map>

#include "agon/core/error.hpp"
#include "agon/nn/save.hpp"

namespace agon::detail {

template <class T>
std::vector<NamedTensor> state_of(std::span<const BasicSlot<T>> slots) {
  std::vector<NamedTensor> state;
  for (const BasicSlot<T>& slot : slots) state.emplace_back(slot.name, slot.value());
  return state;
}

AGON_INLINE std::string described(const char* dtype, const Shape& shape) {
  return std::string(dtype) + " " + to_string(shape);
}

// Sets the slots where every name fits; otherwise changes nothing and says what does not.
template <class T>
std::string take_state(std::span<const BasicSlot<T>> slots, const std::vector<NamedTensor>& tensors) {
  std::map<std::string, const NamedTensor*> given;
  std::string complaints;
  const auto complain = [&](const std::string& what) {
    complaints += (complaints.empty() ? "" : "; ") + what;
  };
  for (const NamedTensor& named : tensors)
    if (!given.emplace(named.name, &named).second) complain(named.name + " is given twice");
  std::vector<const NamedTensor*> values;
  for (const BasicSlot<T>& slot : slots) {
    const auto found = given.find(slot.name);
    const std::string wanted = described(name_of(dtype_of<T>), slot.value().shape());
    if (found == given.end()) {
      complain(slot.name + " " + wanted + " is missing");
      continue;
    }
    const NamedTensor& named = *found->second;
    if (named.dtype() != dtype_of<T> || named.shape() != slot.value().shape())
      complain(slot.name + " is " + described(name_of(named.dtype()), named.shape()) + " instead of " +
               wanted);
    values.push_back(&named);
    given.erase(found);
  }
  for (const auto& [name, named] : given)
    complain(name + " " + described(name_of(named->dtype()), named->shape()) + " is not in the network");
  if (!complaints.empty()) return complaints;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].kind == SlotKind::parameter) {
      *slots[i].parameter = values[i]->template tensor<T>();
    } else {
      *slots[i].buffer = values[i]->template tensor<T>();
    }
  }
  return {};
}

AGON_INLINE void refuse_state(const std::string& complaints) {
  fail("set_state", "expected the tensors of the network, got others: " + complaints);
}

AGON_INLINE void refuse_file(const std::string& path, const std::string& complaints) {
  fail_io(path, "expected the tensors of the network, got others: " + complaints);
}

AGON_INLINE void save_state(const std::string& path, const std::vector<NamedTensor>& tensors) {
  write_safetensors(path, tensors, {{"writer", "agon " AGON_VERSION}});
}

}  // namespace agon::detail
