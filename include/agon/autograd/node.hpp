#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "agon/autograd/note.hpp"
#include "agon/core/storage.hpp"

/// The graph behind variables, erased of the scalar type. Users meet it only through `record` (record.hpp),
/// which adds an operation, and `grad` (grad.hpp), which walks it.
namespace agon::detail {

struct Node;
void retain(Node* node);
void release(Node* node);

/// A variable erased of its scalar type: a value and its place in a graph, if it has one.
struct AnyVar {
  AnyTensor value;
  Ref<Node> node;
};

/// How a node hangs on one of its inputs. An untracked input has no node.
struct Edge {
  Ref<Node> node;
  AnyTensor kept;  // the input's value, where the rule asked for it
  Shape shape;
  DType dtype = DType::float32;
};

class RuleCall;

/// One operation's result, or a leaf, which has no rule.
struct Node {
  static constexpr std::size_t captured_bytes = 96;

  std::atomic<int> references{1};
  const char* name = "variable";
  Shape shape;
  DType dtype = DType::float32;
  AnyTensor output;  // where the rule asked for it
  std::vector<Edge> edges;
  std::vector<Note> notes;
  void (*rule)(const void* captured, RuleCall& call) = nullptr;
  alignas(8) std::byte captured[captured_bytes];
  Node* next_released = nullptr;
};

inline void retain(Node* node) { node->references.fetch_add(1, std::memory_order_relaxed); }

/// A new leaf for a value.
Ref<Node> new_leaf(const AnyTensor& value);

/// A new node over these inputs, not yet given a rule.
Ref<Node> new_node(const char* name, const AnyTensor& value, std::vector<Edge> edges);

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/node-inl.h"
#endif
