#pragma once

#include <initializer_list>
#include <new>
#include <span>
#include <type_traits>
#include <vector>

#include "agon/autograd/variable.hpp"
#include "agon/core/modes.hpp"

/// How an operation enters the graph. A rule is written once, in differentiable operations, and so has a
/// gradient itself:
///
///     Var multiply(const Var& a, const Var& b) {
///       return record<float>("multiply", product(a.value(), b.value()),
///                            {keep_if(b.tracked(), a), keep_if(a.tracked(), b)}, [](Rule<float>& r) {
///                              if (r.wants(0)) r.give(0, r.grad() * r.input(1));
///                              if (r.wants(1)) r.give(1, r.grad() * r.input(0));
///                            });
///     }
namespace agon {

namespace detail {

/// One run of a rule, erased of scalar types.
class RuleCall {
 public:
  RuleCall(const Node& node, const Ref<Node>& self, const AnyVar& grad, const std::vector<bool>& wanted)
      : node_(node),
        self_(self),
        grad_(grad),
        wanted_(wanted),
        given_(node.edges.size()),
        done_(node.edges.size()) {}

  const AnyVar& grad() const { return grad_; }
  AnyVar input(std::size_t i) const;
  AnyVar output() const;
  const Shape& input_shape(std::size_t i) const { return node_.edges[i].shape; }
  bool wants(std::size_t i) const { return wanted_[i]; }
  void give(std::size_t i, AnyVar gradient);
  void give_zero(std::size_t i) { done_[i] = true; }
  /// What was given to input i, undefined where that is zero. Throws Error where the rule said nothing.
  const AnyVar& given(std::size_t i) const;

 private:
  const Node& node_;
  const Ref<Node>& self_;
  const AnyVar& grad_;
  const std::vector<bool>& wanted_;
  std::vector<AnyVar> given_;
  std::vector<bool> done_;
};

}  // namespace detail

/// What a gradient rule of an operation with results in T sees. Inputs and output come as variables of the
/// graph, so that whatever the rule computes from them can be differentiated again.
template <class T>
class Rule {
 public:
  explicit Rule(detail::RuleCall& call) : call_(call), grad_(BasicVar<T>::from(call.grad())) {}

  /// The gradient of the asked quantity with respect to this operation's result.
  const BasicVar<T>& grad() const { return grad_; }
  /// An input that was kept. Asking for one that was not is a defect of the operation.
  template <class U = T>
  BasicVar<U> input(std::size_t i) const {
    return BasicVar<U>::from(call_.input(i));
  }
  /// Labels or indices that were kept: they have no gradient, so that they stay what they are at any order.
  LabelTensor labels(std::size_t i) const { return LabelTensor::from(call_.input(i).value); }
  /// The result; only where it was kept.
  BasicVar<T> output() const { return BasicVar<T>::from(call_.output()); }
  const Shape& input_shape(std::size_t i) const { return call_.input_shape(i); }

  /// Whether somebody asks for the gradient of input i. Others need not be computed.
  bool wants(std::size_t i) const { return call_.wants(i); }
  /// Hands over the gradient of input i. It may still have the broadcast shape of the result; the walk sums
  /// it down.
  template <class U>
  void give(std::size_t i, const BasicVar<U>& gradient) {
    call_.give(i, gradient.erased());
  }
  /// Says that the gradient of input i is zero everywhere (or almost everywhere). A rule that gives nothing
  /// at all to a wanted input makes the walk throw, naming the operation.
  void give_zero(std::size_t i) { call_.give_zero(i); }

 private:
  detail::RuleCall& call_;
  BasicVar<T> grad_;
};

/// An input of an operation, and whether its rule needs the input's value.
struct Input {
  const AnyTensor* value;
  detail::Node* node;
  bool kept;
};
template <class T>
Input keep_if(bool condition, const BasicVar<T>& x) {
  return {&x.erased().value, x.erased().node.get(), condition};
}
template <class T>
Input keep(const BasicVar<T>& x) {
  return keep_if(true, x);
}
/// Labels or indices, which no gradient flows to; the rule reads them as `r.labels(i)`.
inline Input keep(const LabelTensor& labels) { return {&labels.erased(), nullptr, true}; }
/// An input whose value the rule does not need.
template <class T>
Input link(const BasicVar<T>& x) {
  return keep_if(false, x);
}

/// Whether the rule needs the result's value.
enum class Output : bool { dropped, kept };

namespace detail {
/// The node for a result, or none where nothing is recorded.
Ref<Node> record(const char* name, const AnyTensor& value, std::span<const Input> inputs, Output output);
}  // namespace detail

/// The result `value` of the operation `name` (a literal) as a variable: a constant where recording is off or
/// no input is tracked. The rule captures nothing but plain numbers and shapes: a tensor smuggled into it
/// would be a silent constant in the second derivative.
template <class T, class RuleFunction>
BasicVar<T> record(const char* name, const BasicTensor<T>& value, std::span<const Input> inputs,
                   RuleFunction rule, Output output = Output::dropped) {
  static_assert(std::is_trivially_copyable_v<RuleFunction>,
                "a gradient rule captures only plain numbers; keep() the tensors that it needs");
  static_assert(sizeof(RuleFunction) <= detail::Node::captured_bytes);
  Ref<detail::Node> node = detail::record(name, value.erased(), inputs, output);
  if (!node) return value;
  new (node->captured) RuleFunction(rule);
  node->rule = [](const void* captured, detail::RuleCall& call) {
    Rule<T> typed(call);
    (*static_cast<const RuleFunction*>(captured))(typed);
  };
  return BasicVar<T>::from({value.erased(), std::move(node)});
}

template <class T, class RuleFunction>
BasicVar<T> record(const char* name, const BasicTensor<T>& value, std::initializer_list<Input> inputs,
                   RuleFunction rule, Output output = Output::dropped) {
  return record<T>(name, value, std::span<const Input>(inputs.begin(), inputs.size()), rule, output);
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/record-inl.h"
#endif
