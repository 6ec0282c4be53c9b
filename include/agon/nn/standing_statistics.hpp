#pragma once

#include <concepts>

#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/modes.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/module.hpp"

namespace agon {

/// Standing statistics (BigGAN, Brock et al. 2019): every running statistic of the network becomes the plain
/// average of those of `batches` fresh batches, whatever it was before. `forward(net)`, or `forward()`, runs
/// one training-mode pass and returns its result:
///
///     standing_statistics(g, 16, [&](const Generator& net) { return net(latent(64, 100)); });
///
/// To be called before pictures are made with running statistics, for an averaged generator most of all,
/// which has other parameters than those that its statistics came from. Parameters, and buffers that are
/// replaced rather than averaged, stay. Throws Error where batches < 1.
template <Network Net, class Forward>
requires std::invocable<const Forward&, const Net&> || std::invocable<const Forward&>
void standing_statistics(Net& net, int batches, const Forward& forward) {
  using T = network_scalar_t<Net>;
  detail::check_at_least("standing_statistics", "batches", batches, 1);
  const auto pass = [&]() -> BasicVar<T> {
    Modes training = modes();
    training.recording = training.batch_statistics = training.noting = true;
    const ModeGuard guard(training);
    if constexpr (std::invocable<const Forward&, const Net&>) {
      return sum(BasicVar<T>(forward(static_cast<const Net&>(net))));
    } else {
      return sum(BasicVar<T>(forward()));
    }
  };
  BasicGradients<T> all;
  for (int i = 0; i < batches; ++i) {
    const BasicVarList<T> none;
    for (Note& note : grad(pass(), none).notes) {
      if (note.kind != NoteKind::average) continue;
      note.momentum = 1;
      all.notes.push_back(std::move(note));
    }
  }
  absorb(net, all);
}

}  // namespace agon
