#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "agon/nn/layers/embedding.hpp"
#include "agon/nn/layers/linear.hpp"
#include "agon/nn/reflect.hpp"

namespace agon {

struct ProjectionHeadOptions {
  std::int64_t features = 0;
  std::int64_t classes = 0;
};

namespace detail {

void check_projection(const ProjectionHeadOptions& options);

/// score [N, 1] + <row, h> of each sample. Throws Error "[ProjectionHead] ..." where the shapes do not fit.
template <class T>
BasicVar<T> add_projection(const BasicVar<T>& score, const BasicVar<T>& row, const BasicVar<T>& h);
void check_projection(const Shape& h, const LabelTensor& labels);

}  // namespace detail

/// The last layer of a conditional critic (Miyato and Koyama 2018, "cGANs with projection discriminator"):
/// features h [N, F] and labels y [N] -> score(h) + <embedding(y), h>, [N, 1]. Both may be wrapped, as in
/// `ProjectionHead<SpectralNorm<Linear>, SpectralNorm<Embedding>>`.
///
/// Starts as its layers do. Throws Error on sizes < 1, on features of another rank or width, on labels that
/// are not one a sample, or out of range.
template <class Score = Linear, class Classes = Embedding>
struct ProjectionHead {
  using Scalar = network_scalar_t<Score>;

  explicit ProjectionHead(
      const ProjectionHeadOptions& options) requires std::constructible_from<Score, BasicLinear<Scalar>> &&
      std::constructible_from<Classes, BasicEmbedding<Scalar>>
      : score((detail::check_projection(options), BasicLinear<Scalar>(options.features, 1))),
        embedding(BasicEmbedding<Scalar>({.count = options.classes, .dim = options.features})) {}
  ProjectionHead(Score s, Classes e) : score(std::move(s)), embedding(std::move(e)) {}

  BasicVar<Scalar> operator()(const BasicVar<Scalar>& h, const LabelTensor& labels) const {
    detail::check_projection(h.shape(), labels);
    return detail::add_projection<Scalar>(score(h), embedding(labels), h);
  }

  Score score;
  Classes embedding;

  static constexpr std::size_t agon_members = 2;
};

namespace f64 {
using agon::ProjectionHead;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/projection_head-inl.h"
#endif
