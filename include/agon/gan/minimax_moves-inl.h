#pragma once

#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/gan/minimax_checks.hpp"
#include "agon/gan/minimax_moves.hpp"
#include "agon/optim/accumulate.hpp"

namespace agon::detail {

template <class T>
BasicVar<T> MinimaxMoves<T>::seen(const BasicVar<T>& x) {
  const RandomGuard guard(this->streams().augment);
  return augmentations_(x);
}

template <class T>
auto MinimaxMoves<T>::deal(Bout<T>& bout) -> Deal {
  const Shape real = bout.real().shape();
  const BasicTensor<T> latent = [&] {
    const RandomGuard guard(this->streams().latent);
    return bout.draw_latent(check_batch(real));
  }();
  BasicVar<T> fake = bout.generate(latent);
  check_generated(real, fake.shape());
  return {latent, std::move(fake)};
}

template <class T>
auto MinimaxMoves<T>::deal_each(Bouts bouts) -> std::vector<Deal> {
  const NoRecord no_graph;
  std::vector<Deal> deals;
  for (Bout<T>* bout : bouts) deals.push_back(deal(*bout));
  return deals;
}

template <class T>
BasicRound<T> MinimaxMoves<T>::discriminator_round(Bout<T>& bout, const Deal& dealt) {
  BasicRound<T> round;
  round.real = bout.real();
  round.fake = dealt.fake.value();
  round.latent = dealt.latent;
  round.discriminator = [&bout](const BasicVar<T>& x) {
    const NoNotes no_notes;
    return bout.score(x);
  };
  round.generator = [&bout](const BasicVar<T>& z) {
    const NoNotes no_notes;
    return bout.generate(z);
  };
  round.parameters = bout.discriminator_parameters();
  return round;
}

template <class T>
BasicRound<T> MinimaxMoves<T>::generator_round(Bout<T>& bout, const Deal& dealt) {
  BasicRound<T> round = discriminator_round(bout, dealt);
  round.discriminator_parameters = std::move(round.parameters);
  round.parameters = bout.generator_parameters();
  round.discriminator_loss = [&bout, fake = dealt.fake] {
    const NoNotes no_notes;
    return bout.judge(bout.real(), fake, true).loss;
  };
  bout.map_latents(round);
  return round;
}

template <class T>
BasicGradients<T> MinimaxMoves<T>::lazy_gradients(Penalties<T>& penalties, std::int64_t step, Bouts bouts,
                                                  const std::string& player,
                                                  const std::function<BasicRound<T>(std::size_t)>& round_of) {
  return ask_all<GeneratorStep>(
             bouts,
             [&](std::size_t i) -> Half<GeneratorStep> {
               const BasicRound<T> round = round_of(i);
               const RandomGuard guard(this->streams().penalty);
               BasicVar<T> total = penalties.due(step, round, *this, player);
               GeneratorStep found;
               found.loss = this->checked_loss(player, total);
               return {found, total.value(),
                       grad(std::move(total), round.parameters, {.unreached = Unreached::absent})};
             })
      .gradients;
}

template <class T>
auto MinimaxMoves<T>::ask_discriminator(Bout<T>& bout, Deal dealt) -> Half<DiscriminatorStep> {
  augmentations_.start_step(this->iteration());
  const BasicTensor<T> real = bout.real();
  this->count_samples(real.dim(0));
  dealt.fake = detach(dealt.fake);
  if (fake_history_) {
    if (bout.judges_labels())
      fail("replay_fakes", "expected a discriminator without labels: samples of the past have others");
    const RandomGuard guard(this->streams().penalty);
    dealt = {{}, fake_history_->exchange(dealt.fake.value())};  // these were made of other latents
  }
  DiscriminatorStep found;
  // Nothing but the loss holds the graph, so that it is freed while the gradients are worked out.
  BasicVar<T> loss = [&] {
    const auto judged = bout.judge(real, dealt.fake, false);
    augmentations_.observe(judged.real_score.value());
    found = summarise<T>(judged.real_score.value(), judged.fake_score.value(), labels_);
    if (!discriminator_penalties_.in_every_step()) return judged.loss;
    BasicRound<T> round = discriminator_round(bout, dealt);
    round.real_score = judged.real_score;
    round.fake_score = judged.fake_score;
    const RandomGuard guard(this->streams().penalty);
    return discriminator_penalties_.added_to(judged.loss, round, *this, names_.second);
  }();
  found.loss = this->checked_loss(names_.second, loss);
  const BasicVar<T> value = loss.value();
  return {found, value, grad(std::move(loss), bout.discriminator_parameters())};
}

template <class T>
auto MinimaxMoves<T>::ask_generator(Bout<T>& bout, Deal dealt) -> Half<GeneratorStep> {
  augmentations_.start_step(this->iteration());
  const bool penalised = generator_penalties_.in_every_step();
  BasicVar<T> loss = bout.generator_loss(penalised ? dealt.fake : std::exchange(dealt.fake, {}));
  if (penalised) {
    const RandomGuard guard(this->streams().penalty);
    loss = generator_penalties_.added_to(loss, generator_round(bout, dealt), *this, names_.first);
  }
  GeneratorStep found;
  found.loss = this->checked_loss(names_.first, loss);
  const BasicVar<T> value = loss.value();
  return {found, value, grad(std::move(loss), bout.generator_parameters())};
}

template <class T>
template <class Step, class Ask>
auto MinimaxMoves<T>::ask_all(Bouts bouts, const Ask& ask) -> Half<Step> {
  if (bouts.size() == 1) return ask(0);
  const auto samples_in = [](Bout<T>* bout) { return static_cast<double>(bout->real().dim(0)); };
  double samples = 0;
  for (Bout<T>* bout : bouts) samples += samples_in(bout);
  Half<Step> all;
  for (std::size_t i = 0; i < bouts.size(); ++i) {
    const Half<Step> half = ask(i);
    const double share = samples_in(bouts[i]) / samples;
    accumulate_gradients(all.gradients, half.gradients, share);
    add_found(all.found, half.found, share);
  }
  all.loss = BasicTensor<T>::scalar(static_cast<T>(all.found.loss));
  return all;
}

template <class T>
DiscriminatorStep MinimaxMoves<T>::discriminator_with(Bouts bouts, const std::vector<Deal>& deals) {
  this->begin_parts();
  Half<DiscriminatorStep> half = ask_all<DiscriminatorStep>(
      bouts, [&](std::size_t i) { return ask_discriminator(*bouts[i], deals[i]); });
  DiscriminatorStep& found = half.found;
  Bout<T>& bout = *bouts.back();
  found.gradient_norm = this->report_update(names_.second, half.loss, half.gradients);
  bout.move_discriminator(std::move(half.gradients));
  if (discriminator_penalties_.due_after(++discriminator_steps_))
    bout.move_discriminator(
        lazy_gradients(discriminator_penalties_, discriminator_steps_, bouts, names_.second,
                       [&](std::size_t i) { return discriminator_round(*bouts[i], deals[i]); }));
  bout.constrain();
  this->report("real", found.real);
  this->report("fake", found.fake);
  if (found.accuracy) this->report("accuracy", *found.accuracy);
  return found;
}

template <class T>
GeneratorStep MinimaxMoves<T>::generator_with(Bouts bouts, std::vector<Deal> deals) {
  std::vector<BasicTensor<T>> latents;
  for (const Deal& dealt : deals) latents.push_back(dealt.latent);
  this->begin_parts();
  Half<GeneratorStep> half = ask_all<GeneratorStep>(bouts, [&](std::size_t i) {
    Deal dealt = std::move(deals[i]);
    if (!dealt.fake.tracked()) dealt.fake = bouts[i]->generate(dealt.latent);
    return ask_generator(*bouts[i], std::move(dealt));
  });
  GeneratorStep& found = half.found;
  Bout<T>& bout = *bouts.back();
  found.gradient_norm = this->report_update(names_.first, half.loss, half.gradients);
  bout.move_generator(std::move(half.gradients));
  if (generator_penalties_.due_after(++generator_steps_))
    bout.move_generator(
        lazy_gradients(generator_penalties_, generator_steps_, bouts, names_.first, [&](std::size_t i) {
          const NoNotes no_notes;
          return generator_round(*bouts[i], {latents[i], bouts[i]->generate(latents[i])});
        }));
  this->finish_iteration();
  return found;
}

template <class T>
DiscriminatorStep MinimaxMoves<T>::discriminator_on(Bouts bouts) {
  return discriminator_with(bouts, deal_each(bouts));
}

template <class T>
GeneratorStep MinimaxMoves<T>::generator_on(Bouts bouts) {
  if (bouts.size() > 1) return generator_with(bouts, deal_each(bouts));
  std::vector<Deal> deals;
  deals.push_back(deal(*bouts.front()));
  return generator_with(bouts, std::move(deals));
}

template <class T>
std::pair<DiscriminatorStep, GeneratorStep> MinimaxMoves<T>::both_on(Bouts bouts) {
  std::vector<Deal> deals;
  if (bouts.size() > 1) {
    deals = deal_each(bouts);
  } else {
    deals.push_back(deal(*bouts.front()));
  }
  const DiscriminatorStep d = discriminator_with(bouts, deals);
  return {d, generator_with(bouts, std::move(deals))};
}

template <class T>
void MinimaxMoves<T>::take_turns(Bouts bouts, Turns& turns) {
  const bool shared = turns.shares_samples();
  const int of_generator = turns.count_step();
  const DiscriminatorStep d = shared ? both_on(bouts).first : discriminator_on(bouts);
  for (int i = shared ? 1 : 0; i < of_generator; ++i) generator_on(bouts);
  turns.observe(d);
}

}  // namespace agon::detail
