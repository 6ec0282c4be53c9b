#pragma once

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

/// The names that a parameter may have there.
AGON_INLINE std::vector<std::string> pytorch_names(const std::string& layer, const std::string& leaf) {
  static const std::map<std::string, std::string> others{{"scale", "weight"},
                                                         {"shift", "bias"},
                                                         {"running_variance", "running_var"},
                                                         {"slope", "weight"},
                                                         {"weight_ih", "weight_ih_l0"},
                                                         {"weight_hh", "weight_hh_l0"},
                                                         {"bias_ih", "bias_ih_l0"},
                                                         {"bias_hh", "bias_hh_l0"}};
  std::vector<std::string> names{joined(layer, leaf)};
  if (const auto other = others.find(leaf); other != others.end())
    names.push_back(joined(layer, other->second));
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
AnyTensor converted(const NamedTensor& theirs, const SlotName& name, const PyTorchOptions& options) {
  if (theirs.dtype() == DType::float32)
    return converted<T>(cast<T>(theirs.tensor<float>()), name, options).erased();
  if (theirs.dtype() == DType::float64)
    return converted<T>(cast<T>(theirs.tensor<double>()), name, options).erased();
  return theirs.value;
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

/// The three projections that nn.MultiheadAttention keeps one above the other.
template <class T>
void add_projections(std::vector<NamedTensor>& result, const SlotName& name, const BasicTensor<T>& all) {
  const std::int64_t rows = all.dim(0) / 3;
  std::int64_t begin = 0;
  for (const char* projection : {"query", "key", "value"}) {
    result.emplace_back(joined(joined(name.layer, projection), name.leaf.substr(8)),
                        agon::rows(all, begin, begin + rows));
    begin += rows;
  }
}

/// The tensors with those of nn.MultiheadAttention under the names that MultiHeadAttention has for them:
/// in_proj_weight and in_proj_bias in three parts, and out_proj as out.
AGON_INLINE std::vector<NamedTensor> split_projections(const std::vector<NamedTensor>& tensors) {
  std::set<std::string> attentions;
  for (const NamedTensor& named : tensors)
    if (const SlotName name(named.name); name.leaf == "in_proj_weight") attentions.insert(name.layer);
  std::vector<NamedTensor> result;
  for (const NamedTensor& named : tensors) {
    const SlotName name(named.name), outer(name.layer);
    const bool fits = named.shape().rank() > 0 && named.shape()[0] % 3 == 0 &&
                      (named.dtype() == DType::float32 || named.dtype() == DType::float64);
    if (attentions.contains(outer.layer) && outer.leaf == "out_proj")
      result.emplace_back(joined(joined(outer.layer, "out"), name.leaf), named.value);
    else if (!attentions.contains(name.layer) || !name.leaf.starts_with("in_proj_") || !fits)
      result.push_back(named);
    else if (named.dtype() == DType::float32)
      add_projections(result, name, named.tensor<float>());
    else
      add_projections(result, name, named.tensor<double>());
  }
  return result;
}

template <class T>
std::vector<NamedTensor> from_pytorch(std::span<const BasicSlot<T>> slots,
                                      const std::vector<NamedTensor>& given, const PyTorchOptions& options) {
  check_layers(slots, options);
  const std::vector<NamedTensor> tensors = split_projections(given);
  std::map<std::string, const NamedTensor*> left;
  for (const NamedTensor& named : tensors)
    if (!named.name.ends_with("num_batches_tracked")) left.emplace(named.name, &named);
  std::vector<NamedTensor> result;
  for (const BasicSlot<T>& slot : slots) {
    const SlotName name(slot.name);
    for (const std::string& theirs : pytorch_names(renamed_layer(name.layer, options.renamed), name.leaf)) {
      const auto found = left.find(theirs);
      if (found == left.end()) continue;
      result.emplace_back(slot.name, converted<T>(*found->second, name, options));
      left.erase(found);
      break;
    }
  }
  for (const auto& [name, named] : left) result.push_back(*named);
  return result;
}

}  // namespace agon::detail
