#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "agon/core/tensor.hpp"
#include "agon/gan/player.hpp"
#include "agon/gan/report.hpp"

/// What Minimax does with tensors whose networks do not matter.
namespace agon::detail {

/// Fills in "generator" and "discriminator", and returns both. Throws Error where both names are one.
std::pair<std::string, std::string> name_two(std::string& generator, std::string& discriminator);

/// The number of samples of a batch. Throws Error where there is none.
std::int64_t check_batch(const Shape& real);
/// Throws Error unless there are as many labels as samples.
void check_labels(const Shape& real, const Shape& labels);
/// Throws Error unless generated samples have the shape of the real ones.
void check_generated(const Shape& real, const Shape& generated);

/// Throws Error unless all batches are a multiple of what D judges together.
void check_packs(const std::vector<std::int64_t>& batch_sizes, std::int64_t samples_per_score);
/// Throws Error where a player that is unrolled clips its gradients.
void check_unrolled(const PlayerOptions& options);
/// Throws Error: this penalty is for a D that is unrolled.
[[noreturn]] void fail_unrolled_penalty(const char* name);

/// What D said of real and of generated samples; loss and norm are left to be filled in.
template <class T>
DiscriminatorStep summarise(const BasicTensor<T>& real, const BasicTensor<T>& fake, bool logits);

/// Adds what was found on a share of the samples.
void add_found(DiscriminatorStep& total, const DiscriminatorStep& part, double share);
void add_found(GeneratorStep& total, const GeneratorStep& part, double share);

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/gan/minimax_checks-inl.h"
#endif
