#pragma once

#include "agon/gan/score.hpp"

/// An objective is a struct that says what the two players minimise, given what D returned for real and
/// generated samples:
///
///     struct Margin {
///       float wide = 2;
///       Var discriminator(const Var& real, const Var& fake) const {
///         return mean(relu(wide - real)) + mean(relu(wide + fake));
///       }
///       Var generator(const Var& fake) const { return -mean(fake); }
///     };
///
/// Both return scalars. A generator's half that looks at D(real) takes (real, fake); only then is D run on
/// real samples in the generator's step. Where D returns an aggregate, the halves are given that aggregate.
/// Members are state and may be changed in the halves. Beyond that an objective may have
///
///     static constexpr bool has_labels = true;   // D's score is a logit: its accuracy is reported
///     void check() const;                        // throws Error on members out of range; called once
///     void constrain(D& discriminator);          // called after every step of D
///     void start_step(std::int64_t step);        // called before every step of a player
namespace agon {

template <class O, class Out>
concept DiscriminatorObjective = requires(O& objective, const Out& out) {
  objective.discriminator(out, out);
};

/// Whether the generator's half looks at what D says of real samples.
template <class O, class Out>
concept LooksAtReal = requires(O& objective, const Out& out) {
  objective.generator(out, out);
};

template <class O, class Out>
concept GeneratorObjective = LooksAtReal<O, Out> || requires(O& objective, const Out& out) {
  objective.generator(out);
};

/// Whether D's score is a logit of "real".
template <class O>
constexpr bool has_labels() {
  if constexpr (requires { O::has_labels; }) {
    return O::has_labels;
  } else {
    return false;
  }
}

}  // namespace agon
