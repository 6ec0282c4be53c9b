#pragma once

#include <concepts>
#include <string>
#include <type_traits>
#include <vector>

#include "agon/nn/walk.hpp"

/// What can be asked of a network as a whole. Everything comes from one walk over its members, in the order
/// of their declaration; names are the members' names joined by dots, elements of a list by number:
/// "blocks.0.conv.weight". A parameter or buffer without a tensor (a default-made or moved-from one) throws
/// Error, naming it.
namespace agon {

/// Its parameters, with their names: what `grad` is asked for.
template <Network Net>
BasicVarList<network_scalar_t<Net>> parameters(const Net& net) {
  return detail::walk(net).parameters();
}

template <Network Net>
std::vector<Named<BasicVar<network_scalar_t<Net>>>> named_parameters(const Net& net) {
  return detail::walk(net).named_parameters();
}

/// The values of its buffers.
template <Network Net>
std::vector<BasicTensor<network_scalar_t<Net>>> buffers(const Net& net) {
  return detail::walk(net).buffers();
}

template <Network Net>
std::vector<Named<BasicTensor<network_scalar_t<Net>>>> named_buffers(const Net& net) {
  return detail::walk(net).named_buffers();
}

/// Its parameters and buffers where they are, to be replaced: what optimisers and loaders work on. Valid
/// while the network stays where it is and no list in it grows.
template <Network Net>
requires(!std::is_const_v<Net>) std::vector<BasicSlot<network_scalar_t<Net>>> slots(Net& net) {
  return detail::walk(net).slots();
}

/// How many numbers its parameters hold.
template <Network Net>
std::int64_t parameter_count(const Net& net) {
  return detail::walk(net).parameter_count();
}

/// A table: a line a layer with the shapes of its parameters and how many numbers its parameters and buffers
/// hold, and a line of totals.
template <Network Net>
std::string summary(const Net& net) {
  return detail::walk(net).summary();
}

/// Whether both have the same layers with the same configuration and, bit by bit, the same parameters and
/// buffers.
template <Network Net>
bool equal(const Net& a, const Net& b) {
  return detail::walk(a).same_as(detail::walk(b));
}

/// A copy whose parameters are constants: gradients flow through it, but not into it. Its buffers are its
/// own, so that what its passes note moves nothing.
template <Network Net>
Net constants(const Net& net) {
  Net frozen = net;
  detail::walk(frozen).make_constant();
  return frozen;
}

/// Moves the network's buffers by the statistics noted on the graph that these gradients came through.
/// Several notes for one buffer count once, as their mean (of replacements the last one counts); notes for
/// other networks are left alone. Throws Error, and changes nothing, where a statistic has another shape than
/// its buffer.
template <Network Net>
void absorb(Net& net, const BasicGradients<network_scalar_t<Net>>& gradients) {
  if (!gradients.notes.empty()) detail::walk(net).absorb(gradients.notes);
}

/// `count` blocks, each made by a call of its own and so with weights of its own: repeat(3, [] { return
/// Block{}; }), or repeat(3, [](int i) { return Block{widths[i]}; }).
template <class Make>
requires std::invocable<Make&> || std::invocable<Make&, int>
auto repeat(int count, Make make) {
  const auto next = [&make]([[maybe_unused]] int i) {
    if constexpr (std::invocable<Make&, int>) {
      return make(i);
    } else {
      return make();
    }
  };
  std::vector<decltype(next(0))> blocks;
  for (int i = 0; i < count; ++i) blocks.push_back(next(i));
  return blocks;
}

}  // namespace agon
