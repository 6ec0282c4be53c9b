#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/kernels/map.hpp"

namespace agon {
namespace detail {

template <class T>
AnyVar sum_gradients(AnyVar a, const AnyVar& b) {
  if (recording()) return (BasicVar<T>::from(a) + BasicVar<T>::from(b)).erased();
  BasicTensor<T> sum = BasicTensor<T>::from(a.value);
  a = {};  // so that the sum owns its elements, unless somebody else shares them
  kernels::accumulate(sum, BasicTensor<T>::from(b.value));
  return {sum.erased(), nullptr};
}

// Adds to a gradient that may still be undefined.
AGON_INLINE void add_gradient(AnyVar& into, const AnyVar& gradient) {
  if (!into.value.defined()) {
    into = gradient;
    return;
  }
  into = into.value.dtype() == DType::float32 ? sum_gradients<float>(std::exchange(into, {}), gradient)
                                              : sum_gradients<double>(std::exchange(into, {}), gradient);
}

// The one place where broadcasting is undone: a gradient in the shape of the result is summed to that of the
// input.
AGON_INLINE AnyVar fit_gradient(const char* name, const AnyVar& gradient, const Edge& edge) {
  if (gradient.value.dtype() != edge.dtype)
    fail(name, std::string("gave a gradient of ") + name_of(gradient.value.dtype()) + " to an input of " +
                   name_of(edge.dtype));
  if (gradient.value.shape() == edge.shape) return gradient;
  return edge.dtype == DType::float32 ? sum_to(Var::from(gradient), edge.shape).erased()
                                      : sum_to(f64::Var::from(gradient), edge.shape).erased();
}

/// The walk from outputs to inputs.
class GradientWalk {
 public:
  GradientWalk(std::vector<AnyVar> inputs, const std::vector<std::string>& names, GradOptions options)
      : inputs_(std::move(inputs)), names_(names), options_(options) {}

  void add_output(AnyVar output, const AnyVar& seed) {
    if (!output.node) return;
    discover(output.node.get());
    seeds_.push_back({output.node.get(), seed});
  }

  std::vector<AnyVar> run() {
    mark_inputs();
    for (auto& [node, seed] : seeds_) add_gradient(states_[node].gradient, seed);
    const ModeGuard guard({options_.create_graph, modes().batch_statistics, modes().stochastic, false});
    // Each node after all that rest on it; one branch of the graph to its end before the next, so that its
    // memory is free by then.
    for (auto at = discovered_.rbegin(); at != discovered_.rend(); ++at) {
      if (states_[at->get()].needed) propagate(**at);
      release_inputs(**at);
    }
    return results();
  }

  std::vector<Note> notes() const {
    std::vector<Note> notes;
    for (const Ref<Node>& node : discovered_)
      notes.insert(notes.end(), node->notes.begin(), node->notes.end());
    return notes;
  }

 private:
  struct State {
    bool needed = false;    // an input lies at or below it
    bool is_input = false;  // its gradient is a result, and stays
    AnyVar gradient;
  };

  // Lists every node below `root`, each after all that it rests on.
  void discover(Node* root) {
    if (!states_.try_emplace(root).second) return;
    std::vector<std::pair<Node*, std::size_t>> path{{root, 0}};
    while (!path.empty()) {
      auto& [node, next] = path.back();
      if (next == node->edges.size()) {
        discovered_.emplace_back(node);
        path.pop_back();
        continue;
      }
      Node* below = node->edges[next++].node.get();
      if (below && states_.try_emplace(below).second) path.push_back({below, 0});
    }
  }

  void mark_inputs() {
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      Node* node = inputs_[i].node.get();
      if (!node) fail("grad", describe(i) + " is a constant; variable(x) makes a tensor differentiable");
      if (const auto found = states_.find(node); found != states_.end()) {
        found->second.needed = found->second.is_input = true;
      } else if (options_.unreached == Unreached::fail) {
        fail("grad", "the output does not depend on " + describe(i) +
                         " (never used, replaced by a step since, or behind a gradient taken without "
                         "create_graph); GradOptions::unreached allows it");
      }
    }
    for (const Ref<Node>& node : discovered_)
      for (const Edge& edge : node->edges)
        if (edge.node && states_[edge.node.get()].needed) states_[node.get()].needed = true;
  }

  void propagate(Node& node) {
    State& state = states_[&node];
    if (!state.gradient.value.defined() || node.edges.empty()) return;
    std::vector<bool> wanted(node.edges.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
      wanted[i] = node.edges[i].node && states_[node.edges[i].node.get()].needed;
    if (std::ranges::none_of(wanted, [](bool wants) { return wants; })) return;

    const AnyVar gradient = state.is_input ? state.gradient : std::exchange(state.gradient, {});
    const Ref<Node> self(&node);
    RuleCall call(node, self, gradient, wanted);
    node.rule(node.captured, call);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!wanted[i]) continue;
      const AnyVar& given = call.given(i);
      if (given.value.defined())
        add_gradient(states_[node.edges[i].node.get()].gradient,
                     fit_gradient(node.name, given, node.edges[i]));
    }
  }

  // What only this walk still holds, nobody will ask again: memory is free for what is yet to come.
  static void release_inputs(Node& node) {
    if (node.references.load(std::memory_order_acquire) > 1) return;
    node.edges.clear();
    node.output = {};
  }

  std::vector<AnyVar> results() {
    std::vector<AnyVar> results;
    for (const AnyVar& input : inputs_) {
      const auto found = states_.find(input.node.get());
      const bool reached = found != states_.end();
      AnyVar gradient = reached ? found->second.gradient : AnyVar{};
      if (!gradient.value.defined() && (reached || options_.unreached == Unreached::zero))
        gradient.value = zeros_like(input.value);
      results.push_back(std::move(gradient));
    }
    return results;
  }

  static AnyTensor zeros_like(const AnyTensor& x) {
    return x.dtype() == DType::float32 ? Tensor::zeros(x.shape()).erased()
                                       : f64::Tensor::zeros(x.shape()).erased();
  }

  std::string describe(std::size_t i) const {
    const std::string name = i < names_.size() ? names_[i] : "input " + std::to_string(i);
    return inputs_[i].value.defined() ? name + " " + to_string(inputs_[i].value.shape())
                                      : name + " (undefined)";
  }

  std::vector<AnyVar> inputs_;
  const std::vector<std::string>& names_;
  GradOptions options_;
  std::unordered_map<Node*, State> states_;
  std::vector<Ref<Node>> discovered_;
  std::vector<std::pair<Node*, AnyVar>> seeds_;
};

template <class Out, class In>
BasicGradients<In> gradients(std::vector<BasicVar<Out>> outputs, const std::vector<BasicVar<Out>>& seeds,
                             const BasicVarList<In>& inputs, GradOptions options) {
  if (outputs.size() != seeds.size())
    fail("grad", "expected a seed for each of " + std::to_string(outputs.size()) + " outputs, got " +
                     std::to_string(seeds.size()));
  std::vector<AnyVar> erased;
  for (const BasicVar<In>& input : inputs) erased.push_back(input.erased());
  GradientWalk walk(std::move(erased), inputs.names(), options);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (!outputs[i].defined()) fail("grad", "expected a defined output");
    if (seeds[i].shape() != outputs[i].shape())
      fail("grad", "expected a seed of shape " + to_string(outputs[i].shape()) + ", got " +
                       to_string(seeds[i].shape()));
    walk.add_output(std::exchange(outputs[i], {}).erased(), seeds[i].erased());
  }
  BasicGradients<In> result;
  for (const AnyVar& gradient : walk.run()) result.push_back(BasicVar<In>::from(gradient));
  result.notes = walk.notes();
  return result;
}

template <class Out, class In>
BasicGradients<In> gradients(BasicVar<Out> output, const BasicVarList<In>& inputs, GradOptions options) {
  if (output.size() != 1)
    fail("grad",
         "expected an output of one element, got " + (output.defined() ? to_string(output.shape()) : "none"));
  const std::vector<BasicVar<Out>> seeds{BasicTensor<Out>(output.shape(), Out{1})};
  std::vector<BasicVar<Out>> outputs;
  outputs.push_back(std::move(output));
  return gradients<Out, In>(std::move(outputs), seeds, inputs, options);
}

}  // namespace detail

AGON_INLINE Gradients grad(Var output, const VarList& inputs, GradOptions options) {
  return detail::gradients(std::move(output), inputs, options);
}
AGON_INLINE f64::Gradients grad(f64::Var output, const f64::VarList& inputs, GradOptions options) {
  return detail::gradients(std::move(output), inputs, options);
}
AGON_INLINE Gradients grad(f64::Var output, const VarList& inputs, GradOptions options) {
  return detail::gradients(std::move(output), inputs, options);
}
AGON_INLINE f64::Gradients grad(Var output, const f64::VarList& inputs, GradOptions options) {
  return detail::gradients(std::move(output), inputs, options);
}
AGON_INLINE Gradients grad(std::vector<Var> outputs, const std::vector<Var>& seeds, const VarList& inputs,
                           GradOptions options) {
  return detail::gradients(std::move(outputs), seeds, inputs, options);
}
AGON_INLINE f64::Gradients grad(std::vector<f64::Var> outputs, const std::vector<f64::Var>& seeds,
                                const f64::VarList& inputs, GradOptions options) {
  return detail::gradients(std::move(outputs), seeds, inputs, options);
}

}  // namespace agon
