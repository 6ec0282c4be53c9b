#pragma once

#include <algorithm>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/nn/walk.hpp"

namespace agon::detail {

template <class T>
std::string Walk<T>::path_to(std::string_view name) const {
  if (path_.empty() || name.empty()) return path_ + std::string(name);
  return path_ + "." + std::string(name);
}

template <class T>
void Walk<T>::parameter(std::string_view name, const BasicParameter<T>& parameter) {
  std::string path = path_to(name);
  if (!parameter.defined()) fail("network", "expected parameter " + path + " to hold a tensor, got none");
  owners_.push_back(open_layers_.empty() ? 0 : open_layers_.back());
  slots_.push_back(
      {std::move(path), SlotKind::parameter, const_cast<BasicParameter<T>*>(&parameter), nullptr});
}

template <class T>
void Walk<T>::buffer(std::string_view name, const BasicBuffer<T>& buffer) {
  std::string path = path_to(name);
  if (!buffer.value().defined()) fail("network", "expected buffer " + path + " to hold a tensor, got none");
  owners_.push_back(open_layers_.empty() ? 0 : open_layers_.back());
  slots_.push_back({std::move(path), SlotKind::buffer, nullptr, const_cast<BasicBuffer<T>*>(&buffer)});
}

template <class T>
void Walk<T>::enter(std::string_view name) {
  lengths_.push_back(path_.size());
  path_ = path_to(name);
}

template <class T>
void Walk<T>::leave() {
  path_.resize(lengths_.back());
  lengths_.pop_back();
}

template <class T>
void Walk<T>::enter_layer(std::string_view name, const char* type) {
  enter(name);
  if (!open_layers_.empty()) layers_[open_layers_.back()].contains_layers = true;
  open_layers_.push_back(layers_.size());
  layers_.push_back({path_, type, false});
}

template <class T>
void Walk<T>::leave_layer() {
  open_layers_.pop_back();
  leave();
}

template <class T>
BasicVarList<T> Walk<T>::parameters() const {
  std::vector<BasicVar<T>> vars;
  std::vector<std::string> names;
  for (const BasicSlot<T>& slot : slots_) {
    if (slot.kind != SlotKind::parameter) continue;
    vars.push_back(*slot.parameter);
    names.push_back(slot.name);
  }
  return {std::move(vars), std::move(names)};
}

template <class T>
std::vector<Named<BasicVar<T>>> Walk<T>::named_parameters() const {
  std::vector<Named<BasicVar<T>>> named;
  for (const BasicSlot<T>& slot : slots_)
    if (slot.kind == SlotKind::parameter) named.push_back({slot.name, *slot.parameter});
  return named;
}

template <class T>
std::vector<BasicTensor<T>> Walk<T>::buffers() const {
  std::vector<BasicTensor<T>> values;
  for (const BasicSlot<T>& slot : slots_)
    if (slot.kind == SlotKind::buffer) values.push_back(slot.buffer->value());
  return values;
}

template <class T>
std::vector<Named<BasicTensor<T>>> Walk<T>::named_buffers() const {
  std::vector<Named<BasicTensor<T>>> named;
  for (const BasicSlot<T>& slot : slots_)
    if (slot.kind == SlotKind::buffer) named.push_back({slot.name, slot.buffer->value()});
  return named;
}

template <class T>
std::int64_t Walk<T>::parameter_count() const {
  std::int64_t count = 0;
  for (const BasicSlot<T>& slot : slots_)
    if (slot.kind == SlotKind::parameter) count += slot.parameter->size();
  return count;
}

template <class T>
bool Walk<T>::same_as(const Walk& other) const {
  const auto same_slot = [](const BasicSlot<T>& a, const BasicSlot<T>& b) {
    return a.kind == b.kind && a.name == b.name && equal(a.value(), b.value());
  };
  const auto same_value = [](const Value& a, const Value& b) {
    return a.same == b.same && a.same(a.value, b.value);
  };
  const auto same_layer = [](const Layer& a, const Layer& b) {
    return a.name == b.name && std::string_view(a.type) == b.type;
  };
  return std::ranges::equal(slots_, other.slots_, same_slot) &&
         std::ranges::equal(values_, other.values_, same_value) &&
         std::ranges::equal(layers_, other.layers_, same_layer);
}

template <class T>
void Walk<T>::make_constant() const {
  for (const BasicSlot<T>& slot : slots_)
    if (slot.kind == SlotKind::parameter) *slot.parameter = detach<T>(*slot.parameter);
}

// The mean of the notes for one buffer moves it once; of replacements, the last one counts.
template <class T>
BasicTensor<T> absorbed(const BasicSlot<T>& slot, const std::vector<const Note*>& notes) {
  const BasicTensor<T> before = slot.buffer->value();
  std::vector<double> sum(static_cast<std::size_t>(before.size()));
  for (const Note* note : notes) {
    if (note->statistic.shape() != before.shape())
      fail("absorb", "expected a statistic of shape " + to_string(before.shape()) + " for " + slot.name +
                         ", got " + to_string(note->statistic.shape()));
    const BasicTensor<T> statistic = note->template tensor<T>();
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<double>(statistic.data()[i]);
  }
  if (notes.back()->kind == NoteKind::replace) return notes.back()->template tensor<T>();
  const double momentum = notes.back()->momentum, share = momentum / static_cast<double>(notes.size());
  BasicTensor<T> after(before.shape());
  const std::span<T> values = after.mutable_values();
  for (std::size_t i = 0; i < sum.size(); ++i)
    values[i] = static_cast<T>((1 - momentum) * static_cast<double>(before.data()[i]) + share * sum[i]);
  return after;
}

template <class T>
void Walk<T>::absorb(std::span<const Note> notes) const {
  std::vector<std::pair<const BasicSlot<T>*, BasicTensor<T>>> changes;
  std::vector<const Note*> own;
  for (const BasicSlot<T>& slot : slots_) {
    if (slot.kind != SlotKind::buffer) continue;
    own.clear();
    for (const Note& note : notes)
      if (note.buffer == slot.buffer->id()) own.push_back(&note);
    if (!own.empty()) changes.push_back({&slot, absorbed(slot, own)});
  }
  for (const auto& [slot, value] : changes) *slot->buffer = value;
}

// "consteval ... [with Layer = agon::BasicConv2d<float>]" -> "Conv2d".
AGON_INLINE std::string plain_type_name(std::string_view spelling) {
  std::string_view type = spelling.substr(spelling.find("Layer = ") + 8);
  type = type.substr(0, type.rfind(']'));
  const std::string_view arguments = type.substr(std::min(type.find('<'), type.size()));
  std::string_view name = type.substr(0, type.size() - arguments.size());
  if (const std::size_t colon = name.rfind(':'); colon != name.npos) name = name.substr(colon + 1);
  if (name.starts_with("Basic") && type.starts_with("agon::")) name = name.substr(5);
  return std::string(name);
}

AGON_INLINE void pad_to(std::string& line, std::size_t width) {
  if (line.size() < width) line.append(width - line.size(), ' ');
}

// Lines of cells in columns as wide as their widest cell; the last ones are numbers, flush right.
AGON_INLINE std::string text_table(const std::vector<std::vector<std::string>>& lines,
                                   std::size_t first_number) {
  std::vector<std::size_t> widths(lines.front().size());
  for (const auto& line : lines)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string text;
  for (const auto& cells : lines) {
    std::string line;
    for (std::size_t i = 0, end = 0; i < widths.size(); ++i) {
      if (i >= first_number) pad_to(line, end + widths[i] - cells[i].size());
      line += cells[i];
      end += widths[i];
      if (i + 1 < widths.size()) pad_to(line, end += 2);
    }
    text += line + "\n";
  }
  return text;
}

template <class T>
std::string Walk<T>::summary() const {
  std::vector<std::vector<std::string>> lines{{"name", "layer", "parameters", "count", "buffers"}};
  std::int64_t all_parameters = 0, all_buffers = 0;
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    std::string shapes;
    std::int64_t parameters = 0, buffers = 0;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (owners_[i] != layer) continue;
      const BasicSlot<T>& slot = slots_[i];
      const BasicTensor<T> value = slot.value();
      (slot.kind == SlotKind::parameter ? parameters : buffers) += value.size();
      if (slot.kind == SlotKind::buffer) continue;
      const std::size_t prefix = layers_[layer].name.empty() ? 0 : layers_[layer].name.size() + 1;
      shapes += (shapes.empty() ? "" : ", ") + slot.name.substr(prefix) + " " + to_string(value.shape());
    }
    all_parameters += parameters;
    all_buffers += buffers;
    const bool only_groups = layers_[layer].contains_layers && parameters == 0 && buffers == 0;
    if (!only_groups)
      lines.push_back({layers_[layer].name.empty() ? "." : layers_[layer].name,
                       plain_type_name(layers_[layer].type), shapes, std::to_string(parameters),
                       std::to_string(buffers)});
  }
  lines.push_back({"total", "", "", std::to_string(all_parameters), std::to_string(all_buffers)});
  return text_table(lines, 3);
}

}  // namespace agon::detail
