#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/variable.hpp"

/// What a game asks of a batch and of networks. A batch is a tensor, or any aggregate with the real samples
/// in a member `images` or `x`, and labels, if it has some, in a member `labels` or `y`: then networks are
/// called as g(z, y) and d(x, y) where they take labels, else as g(z) and d(x). Everything else is for
/// functions of one's own, found beside one's own types: `real_samples(batch)`, `generate(g, z, batch)` and
/// `judge(d, x, batch)`.
///
/// A discriminator that judges each sample by itself (no batch norm, nothing else that looks across a batch)
/// may say so by `static constexpr bool samples_apart = true`. Where it returns a variable and is called as
/// d(x), it is then given real and generated samples in one pass, which is faster.
namespace agon {

template <class Batch>
concept Labelled = requires(const Batch& batch) {
  batch.labels;
}
|| requires(const Batch& batch) { batch.y; };

/// The labels of a batch.
template <Labelled Batch>
const auto& labels(const Batch& batch) {
  if constexpr (requires { batch.labels; }) {
    return batch.labels;
  } else {
    return batch.y;
  }
}

template <class Batch>
concept RealBatch = requires(const Batch& batch) {
  batch.images;
}
|| requires(const Batch& batch) { batch.x; }
|| requires(const Batch& batch) { batch.shape(), batch.dim(0); };

/// The real samples of a batch, [N, ...].
template <RealBatch Batch>
const auto& real_samples(const Batch& batch) {
  if constexpr (requires { batch.images; }) {
    return batch.images;
  } else if constexpr (requires { batch.x; }) {
    return batch.x;
  } else {
    return batch;
  }
}

/// Whether a discriminator says that it judges each sample by itself.
template <class D>
constexpr bool judges_samples_apart() {
  if constexpr (requires { D::samples_apart; }) {
    return D::samples_apart;
  } else {
    return false;
  }
}

namespace detail {

template <class Net, class X, class Batch>
concept TakesLabels = Labelled<Batch> && requires(const Net& net, const X& x, const Batch& batch) {
  net(x, labels(batch));
};

template <class Net, class X, class Batch>
auto apply_network(const Net& net, const X& x, const Batch& batch) {
  if constexpr (TakesLabels<Net, X, Batch>) {
    return net(x, labels(batch));
  } else {
    static_assert(
        std::invocable<const Net&, const X&>,
        "a player's network has a const call operator net(x), or net(x, y) where the batch has labels y; "
        "for another call, write a function generate(g, z, batch) or judge(d, x, batch) beside its type");
    return net(x);
  }
}

// A function of the user's own, found beside the types of its arguments.
template <class G, class Z, class Batch>
concept HasGenerate = requires(const G& g, const Z& z, const Batch& batch) {
  generate(g, z, batch);
};
template <class D, class X, class Batch>
concept HasJudge = requires(const D& d, const X& x, const Batch& batch) {
  judge(d, x, batch);
};

/// The samples that a generator makes of latents z for a batch: the user's generate(g, z, batch) where there
/// is one, else g(z, y) where the batch has labels and g takes them, else g(z).
template <class G, class Z, class Batch>
auto generate_for(const G& g, const Z& z, const Batch& batch) {
  if constexpr (HasGenerate<G, Z, Batch>) {
    return generate(g, z, batch);
  } else {
    return apply_network(g, z, batch);
  }
}

/// What a discriminator says of samples x, real or generated, of a batch: the user's judge(d, x, batch) where
/// there is one, else d(x, y) where the batch has labels and d takes them, else d(x).
template <class D, class X, class Batch>
auto judge_for(const D& d, const X& x, const Batch& batch) {
  if constexpr (HasJudge<D, X, Batch>) {
    return judge(d, x, batch);
  } else {
    return apply_network(d, x, batch);
  }
}

/// What a discriminator, called by `said`, says of real and of generated samples.
template <class D, class Batch, class Said, class T>
auto judge_both(const Said& said, const BasicVar<T>& real, const BasicVar<T>& fake) {
  using X = BasicVar<T>;
  using Out = decltype(said(real));
  constexpr bool plain = std::is_same_v<Out, X> && !HasJudge<D, X, Batch> && !TakesLabels<D, X, Batch>;
  if constexpr (judges_samples_apart<D>() && plain) {
    const std::int64_t n = real.dim(0);
    const BasicVar<T> both = said(concat({real, fake}, 0));
    return std::pair<Out, Out>(slice(both, 0, 0, n), slice(both, 0, n, n + fake.dim(0)));
  } else {
    Out real_out = said(real), fake_out = said(fake);
    return std::pair<Out, Out>(std::move(real_out), std::move(fake_out));
  }
}

/// Whether the generator needs the batch, and not only latents.
template <class G, class Z, class Batch>
concept NeedsBatch = HasGenerate<G, Z, Batch> || TakesLabels<G, Z, Batch>;

}  // namespace detail

/// {d(real), d(fake)}, in one pass where d judges each sample by itself.
template <class D, class T>
auto judge_both(const D& d, const BasicVar<T>& real, const BasicVar<T>& fake) {
  return detail::judge_both<D, BasicTensor<T>>([&](const BasicVar<T>& x) { return d(x); }, real, fake);
}

}  // namespace agon
