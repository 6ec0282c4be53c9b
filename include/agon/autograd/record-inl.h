#pragma once

#include <algorithm>
#include <cassert>
#include <string>

#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"

namespace agon::detail {

AGON_INLINE AnyVar RuleCall::input(std::size_t i) const {
  const Edge& edge = node_.edges[i];
  assert(edge.kept.defined() && "a rule asks for an input that it did not keep");
  return {edge.kept, edge.node};
}

AGON_INLINE AnyVar RuleCall::output() const {
  assert(node_.output.defined() && "a rule asks for an output that it did not keep");
  return {node_.output, self_};
}

AGON_INLINE void RuleCall::give(std::size_t i, AnyVar gradient) {
  given_[i] = std::move(gradient);
  done_[i] = true;
}

AGON_INLINE const AnyVar& RuleCall::given(std::size_t i) const {
  if (!done_[i])
    fail(node_.name, "has no gradient with respect to its input " + std::to_string(i) + " at this order");
  return given_[i];
}

AGON_INLINE Ref<Node> record(const char* name, const AnyTensor& value, std::span<const Input> inputs,
                             Output output) {
  const bool tracked = std::ranges::any_of(inputs, [](const Input& input) { return input.node != nullptr; });
  if (!tracked || !recording()) return nullptr;
  std::vector<Edge> edges;
  edges.reserve(inputs.size());
  for (const Input& input : inputs)
    edges.push_back({Ref<Node>(input.node), input.kept ? *input.value : AnyTensor{}, input.value->shape(),
                     input.value->dtype()});
  Ref<Node> node = new_node(name, value, std::move(edges));
  if (output == Output::kept) node->output = value;
  return node;
}

}  // namespace agon::detail
