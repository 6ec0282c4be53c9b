#pragma once

#include <algorithm>
#include <array>
#include <set>

#include "agon/core/error.hpp"
#include "agon/kernels/movement.hpp"
#include "agon/nn/pytorch.hpp"

namespace agon::detail {

/// "up1.weight" in two parts.
struct SlotName {
  std::string layer, leaf;

  explicit SlotName(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    layer = dot == std::string::npos ? "" : name.substr(0, dot);
    leaf = dot == std::string::npos ? name : name.substr(dot + 1);
  }
};

AGON_INLINE std::string joined(const std::string& layer, const std::string& leaf) {
  return layer.empty() || leaf.empty() ? layer + leaf : layer + "." + leaf;
}

/// What a layer is called there.
AGON_INLINE std::string renamed_layer(const std::string& layer,
                                      const std::map<std::string, std::string>& renamed) {
  std::size_t longest = 0;
  const std::pair<const std::string, std::string>* best = nullptr;
  for (const auto& entry : renamed) {
    const std::string& ours = entry.first;
    const bool fits = ours.empty() || layer == ours || layer.starts_with(ours + ".");
    if (fits && (best == nullptr || ours.size() > longest)) {
      best = &entry;
      longest = ours.size();
    }
  }
  if (best == nullptr) return layer;
  const std::string rest = layer.substr(longest);
  return joined(best->second, rest.starts_with(".") ? rest.substr(1) : rest);
}

/// Where a parameter may be found there: a tensor, or a third of its rows.
struct PyTorchName {
  std::string name;
  int third = -1;
};

AGON_INLINE std::vector<PyTorchName> pytorch_names(const std::string& layer, const std::string& leaf) {
  static const std::multimap<std::string, std::string> others{
      {"scale", "weight"},
      {"shift", "bias"},
      {"running_variance", "running_var"},
      {"slope", "weight"},
      {"weight", "parametrizations.weight.original"},
      {"weight", "parametrizations.weight.original1"},
      {"weight", "weight_orig"},  // of the older spectral_norm
      {"weight", "weight_v"},     // of the older weight_norm
      {"weight_g", "parametrizations.weight.original0"},
      {"weight_u", "parametrizations.weight.0._u"},
      {"weight_v", "parametrizations.weight.0._v"},
      {"weight_ih", "weight_ih_l0"},
      {"weight_hh", "weight_hh_l0"},
      {"bias_ih", "bias_ih_l0"},
      {"bias_hh", "bias_hh_l0"}};
  std::vector<PyTorchName> names{{joined(layer, leaf)}};
  for (auto [other, last] = others.equal_range(leaf); other != last; ++other)
    names.push_back({joined(layer, other->second)});
  // Multi-head attention keeps its three projections in one tensor.
  const SlotName projection(layer);
  constexpr std::array<const char*, 3> thirds{"query", "key", "value"};
  for (int i = 0; i < 3; ++i)
    if (projection.leaf == thirds[static_cast<std::size_t>(i)])
      names.push_back({joined(projection.layer, "in_proj_" + leaf), i});
  if (projection.leaf == "out") names.push_back({joined(projection.layer, "out_proj." + leaf)});
  return names;
}

/// x [..., C * H * W, ...] along `axis` with its elements numbered H, W, C.
template <class T>
BasicTensor<T> channels_last_elements(const BasicTensor<T>& x, int axis, const Shape& picture) {
  Shape split;
  std::vector<int> order;
  for (int i = 0; i < x.rank(); ++i) {
    const int at = split.rank();
    if (i != axis) {
      split.push_back(x.dim(i));
      order.push_back(at);
      continue;
    }
    for (const std::int64_t size : {picture[2], picture[0], picture[1]}) split.push_back(size);
    for (const int offset : {1, 2, 0}) order.push_back(at + offset);
  }
  return kernels::transpose(x.reshape(split), std::span<const int>(order)).reshape(x.shape());
}

template <class T>
BasicTensor<T> channels_last(const BasicTensor<T>& x) {
  std::vector<int> order{0};
  for (int axis = 2; axis < x.rank(); ++axis) order.push_back(axis);
  order.push_back(1);
  return kernels::transpose(x, std::span<const int>(order));
}

AGON_INLINE void check_picture(const std::string& layer, const Shape& picture, const Shape& weight,
                               int axis) {
  if (picture.rank() == 3 && axis < weight.rank() && weight[axis] == picture.size()) return;
  fail("load_pytorch", "expected the picture [H, W, C] of " + layer + " to have as many elements as axis " +
                           std::to_string(axis) + " of its " + to_string(weight) + ", got " +
                           to_string(picture));
}

/// A tensor from there in the layout of the slot here.
template <class T>
BasicTensor<T> converted(BasicTensor<T> x, const SlotName& name, const PyTorchOptions& options) {
  const auto picture_of = [&](const std::map<std::string, Shape>& pictures) {
    const auto found = pictures.find(name.layer);
    return found == pictures.end() ? nullptr : &found->second;
  };
  if (const Shape* picture = picture_of(options.flattened); picture && x.rank() == 2) {
    check_picture(name.layer, *picture, x.shape(), 1);
    x = channels_last_elements(x, 1, *picture);
  }
  if (const Shape* picture = picture_of(options.unflattened); picture && x.rank() <= 2) {
    check_picture(name.layer, *picture, x.shape(), 0);
    x = channels_last_elements(x, 0, *picture);
  }
  return x.rank() >= 3 ? channels_last(x) : x;
}

template <class T>
BasicTensor<T> in_type(const NamedTensor& theirs) {
  if (theirs.dtype() == DType::float32) return cast<T>(theirs.tensor<float>());
  return cast<T>(theirs.tensor<double>());
}

/// A tensor from there in the layout of the slot here. `weight` is the layer's, as it is there, if it has
/// one.
template <class T>
BasicTensor<T> in_layout(BasicTensor<T> x, const BasicSlot<T>& slot, const PyTorchName& found,
                         const NamedTensor* weight, const PyTorchOptions& options) {
  const SlotName name(slot.name);
  if (found.third >= 0 && x.rank() > 0 && x.dim(0) % 3 == 0) {
    const std::int64_t rows = x.dim(0) / 3;
    x = kernels::slice(x, 0, found.third * rows, (found.third + 1) * rows);
  }
  x = converted(std::move(x), name, options);
  if (name.leaf == "weight_g" && x.size() == slot.value().size()) return x.reshape(slot.value().shape());
  const bool convolution = weight != nullptr && weight->shape().rank() >= 3;
  if (name.leaf == "weight_v" && convolution && x.size() * weight->shape()[0] == weight->shape().size()) {
    Shape inputs(weight->shape().begin() + 1, weight->shape().end());
    std::vector<int> order;
    for (int axis = 1; axis < inputs.rank(); ++axis) order.push_back(axis);
    order.push_back(0);
    return kernels::transpose(x.reshape(inputs), std::span<const int>(order)).reshape({x.size()});
  }
  return x;
}

template <class T>
void check_layers(std::span<const BasicSlot<T>> slots, const PyTorchOptions& options) {
  std::set<std::string> layers{""};
  for (const BasicSlot<T>& slot : slots)
    for (std::string layer = SlotName(slot.name).layer; layers.insert(layer).second;)
      layer = SlotName(layer).layer;
  const auto check = [&](const auto& keys) {
    for (const auto& [layer, value] : keys)
      if (!layers.contains(layer))
        fail("load_pytorch", "expected options for layers of the network, got one for \"" + layer + "\"");
  };
  check(options.renamed), check(options.flattened), check(options.unflattened);
}

template <class T>
std::vector<NamedTensor> from_pytorch(std::span<const BasicSlot<T>> slots,
                                      const std::vector<NamedTensor>& tensors,
                                      const PyTorchOptions& options) {
  check_layers(slots, options);
  std::map<std::string, const NamedTensor*> given;
  for (const NamedTensor& named : tensors)
    if (!named.name.ends_with("num_batches_tracked")) given.emplace(named.name, &named);
  std::set<std::string> used;
  const auto find = [&](const std::vector<PyTorchName>& names) {
    return std::ranges::find_if(names, [&](const PyTorchName& one) { return given.contains(one.name); });
  };
  std::vector<NamedTensor> result;
  for (const BasicSlot<T>& slot : slots) {
    const SlotName name(slot.name);
    const std::string layer = renamed_layer(name.layer, options.renamed);
    const auto names = pytorch_names(layer, name.leaf);
    const auto found = find(names);
    if (found == names.end()) continue;
    const NamedTensor& theirs = *given.at(found->name);
    used.insert(found->name);
    if (theirs.dtype() != DType::float32 && theirs.dtype() != DType::float64) {
      result.emplace_back(slot.name, theirs.value);
      continue;
    }
    const auto weights = pytorch_names(layer, "weight");
    const auto weight = find(weights);
    result.emplace_back(slot.name,
                        in_layout(in_type<T>(theirs), slot, *found,
                                  weight == weights.end() ? nullptr : given.at(weight->name), options));
  }
  for (const auto& [name, named] : given)
    if (!used.contains(name)) result.push_back(*named);
  return result;
}

}  // namespace agon::detail
