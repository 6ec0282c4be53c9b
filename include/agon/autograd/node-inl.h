#pragma once

#include <utility>

#include "agon/autograd/node.hpp"

namespace agon::detail {

// Freed nodes queue up on their thread, so that a chain of any length is freed without recursion.
AGON_INLINE void release(Node* node) {
  if (node->references.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  static thread_local Node* queue = nullptr;
  static thread_local bool draining = false;
  node->next_released = std::exchange(queue, node);
  if (draining) return;
  draining = true;
  while (queue) {
    Node* freed = queue;
    queue = freed->next_released;
    delete freed;
  }
  draining = false;
}

AGON_INLINE Ref<Node> new_leaf(const AnyTensor& value) {
  check_defined("variable", value);
  return new_node("variable", value, {});
}

AGON_INLINE Ref<Node> new_node(const char* name, const AnyTensor& value, std::vector<Edge> edges) {
  Ref<Node> node = Ref<Node>::adopt(new Node);
  node->name = name;
  node->shape = value.shape();
  node->dtype = value.dtype();
  node->edges = std::move(edges);
  return node;
}

}  // namespace agon::detail
