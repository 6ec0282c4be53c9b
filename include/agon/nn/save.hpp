#pragma once

#include <span>
#include <string>
#include <vector>

#include "agon/io/safetensors.hpp"
#include "agon/nn/module.hpp"

namespace agon {

namespace detail {
template <class T>
std::vector<NamedTensor> state_of(std::span<const BasicSlot<T>> slots);
template <class T>
std::string take_state(std::span<const BasicSlot<T>> slots, const std::vector<NamedTensor>& tensors);
[[noreturn]] void refuse_state(const std::string& complaints);
[[noreturn]] void refuse_file(const std::string& path, const std::string& complaints);
void save_state(const std::string& path, const std::vector<NamedTensor>& tensors);
}  // namespace detail

/// The parameters and buffers of a network under their names; what `set_state` takes back.
template <Network Net>
std::vector<NamedTensor> state(const Net& net) {
  return detail::state_of<network_scalar_t<Net>>(detail::walk(net).slots());
}

/// Gives every parameter and buffer the tensor of its name. Strict: throws one Error that lists every
/// missing, extra and mis-shaped name and every one of another element type, and then changes nothing.
template <Network Net>
void set_state(Net& net, const std::vector<NamedTensor>& tensors) {
  const std::string complaints = detail::take_state<network_scalar_t<Net>>(slots(net), tensors);
  if (!complaints.empty()) detail::refuse_state(complaints);
}

/// Writes a network's parameters and buffers as a safetensors file, whole or not at all. Throws IoError where
/// it cannot be written.
template <Network Net>
void save(const Net& net, const std::string& path) {
  detail::save_state(path, state(net));
}

/// Reads what `save` wrote into a network of the same shape. Throws IoError where the file cannot be read or,
/// strictly as `set_state` does, where its names, shapes or types are not the network's; the network is then
/// unchanged.
template <Network Net>
void load(Net& net, const std::string& path) {
  const TensorFile file = read_safetensors(path);
  const std::string complaints = detail::take_state<network_scalar_t<Net>>(slots(net), file.tensors);
  if (!complaints.empty()) detail::refuse_file(path, complaints);
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/save-inl.h"
#endif
