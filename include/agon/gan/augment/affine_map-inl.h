#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

// The affine maps that augmentations are composed of: of places in a picture, and of colours.
namespace agon::detail {

/// x -> A x + b in D dimensions; [A b] row by row. The identity unless set.
template <std::size_t D>
struct AffineMap {
  std::array<std::array<double, D + 1>, D> rows{};

  AffineMap() {
    for (std::size_t i = 0; i < D; ++i) rows[i][i] = 1;
  }
};

/// First b, then a.
template <std::size_t D>
AffineMap<D> operator*(const AffineMap<D>& a, const AffineMap<D>& b) {
  AffineMap<D> both;
  for (std::size_t i = 0; i < D; ++i)
    for (std::size_t j = 0; j <= D; ++j) {
      both.rows[i][j] = j == D ? a.rows[i][D] : 0;
      for (std::size_t k = 0; k < D; ++k) both.rows[i][j] += a.rows[i][k] * b.rows[k][j];
    }
  return both;
}

template <std::size_t D>
AffineMap<D> moved(const std::array<double, D>& by) {
  AffineMap<D> map;
  for (std::size_t i = 0; i < D; ++i) map.rows[i][D] = by[i];
  return map;
}

template <std::size_t D>
AffineMap<D> scaled(const std::array<double, D>& by) {
  AffineMap<D> map;
  for (std::size_t i = 0; i < D; ++i) map.rows[i][i] = by[i];
  return map;
}

/// The plane turned about the origin, from the first axis towards the second.
inline AffineMap<2> turned(double angle) {
  AffineMap<2> map;
  map.rows[0] = {std::cos(angle), -std::sin(angle), 0};
  map.rows[1] = {std::sin(angle), std::cos(angle), 0};
  return map;
}

/// Colours: what lies along the axis of greys times `luma`, what lies across it times `chroma`.
inline AffineMap<3> weighed(double luma, double chroma) {
  AffineMap<3> map;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) map.rows[i][j] = (luma - chroma) / 3 + (i == j ? chroma : 0);
  return map;
}

/// Colours turned about the axis of greys: red towards green towards blue.
inline AffineMap<3> hue_turned(double angle) {
  AffineMap<3> map = weighed(1, std::cos(angle));
  const double across = std::sin(angle) / std::numbers::sqrt3;
  for (std::size_t i = 0; i < 3; ++i) {
    map.rows[(i + 1) % 3][i] += across;
    map.rows[i][(i + 1) % 3] -= across;
  }
  return map;
}

}  // namespace agon::detail
