#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/core/random.hpp"
#include "agon/data/drawn_digits.hpp"
#include "agon/data/glyphs.hpp"

// Lengths are in 1/256 pixel and ratios in 1/4096, all in integers.
namespace agon {
namespace detail::drawn {

inline constexpr std::int64_t side = 28, pixel = 256, ratio = 4096;

struct Place {
  std::int64_t x = 0, y = 0;
};

/// Uniform on [low, high]. The product keeps 32 bits above the point, so every range here is as good as
/// unbiased.
AGON_INLINE std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
  const std::uint64_t range = static_cast<std::uint64_t>(high - low + 1);
  return low + static_cast<std::int64_t>(random.next() * range >> 32);
}

/// Bell-shaped on [low, high].
AGON_INLINE std::int64_t bell(Random& random, std::int64_t low, std::int64_t high) {
  return (between(random, low, high) + between(random, low, high) + between(random, low, high)) / 3;
}

/// The integer square root, rounded down.
AGON_INLINE std::int64_t root(std::int64_t square) {
  std::int64_t result = 0;
  std::int64_t bit = std::int64_t{1} << 30;
  while (bit > square) bit >>= 2;
  for (; bit != 0; bit >>= 2) {
    if (square >= result + bit) {
      square -= result + bit;
      result = (result >> 1) + bit;
    } else {
      result >>= 1;
    }
  }
  return result;
}

/// How someone writes a digit this time.
struct Hand {
  std::int64_t width, height, slant, sine, cosine, wobble, pen;

  explicit Hand(Random& random)
      : width(bell(random, ratio * 12 / 100, ratio * 25 / 100)),
        height(bell(random, ratio * 17 / 100, ratio * 21 / 100)),
        slant(bell(random, -ratio * 25 / 100, ratio * 65 / 100)),
        sine(bell(random, -ratio * 20 / 100, ratio * 20 / 100)),
        cosine(root(ratio * ratio - sine * sine)),
        wobble(pixel * 120 / 100),
        pen(bell(random, pixel * 60 / 100, pixel * 180 / 100)) {}

  /// Where a point of a glyph lies, from the middle of the picture. A glyph's unit is width / 4096 of a
  /// pixel.
  Place operator()(const glyphs::Point& point, Random& random) const {
    const std::int64_t up = (50 - point.y) * height * pixel / ratio;
    const std::int64_t right = (point.x - 50) * width * pixel / ratio + up * slant / ratio;
    return {(right * cosine + up * sine) / ratio + bell(random, -wobble, wobble),
            (right * sine - up * cosine) / ratio + bell(random, -wobble, wobble)};
  }
};

class Canvas {
 public:
  explicit Canvas(std::uint8_t* bytes) : bytes_(bytes) { std::fill_n(bytes, side * side, std::uint8_t{0}); }

  /// A line with round ends. A byte is how much of the pen covers its pixel, by the distance to the line.
  void line(Place a, Place b, std::int64_t pen) {
    constexpr std::int64_t edge = pixel * 5 / 4;  // from full to none
    const std::int64_t inner = std::max<std::int64_t>(pen - edge / 2, 0), outer = pen + edge / 2;
    const std::int64_t dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    const auto [left, right] = reach(a.x, b.x, outer);
    const auto [top, bottom] = reach(a.y, b.y, outer);
    for (std::int64_t row = top; row < bottom; ++row) {
      for (std::int64_t column = left; column < right; ++column) {
        const std::int64_t x = column * pixel + pixel / 2 - a.x, y = row * pixel + pixel / 2 - a.y;
        const std::int64_t along = x * dx + y * dy;
        std::int64_t distance2 = x * x + y * y;
        if (along >= length2) {
          distance2 = (x - dx) * (x - dx) + (y - dy) * (y - dy);
        } else if (along > 0) {
          distance2 -= along * along / length2;
        }
        if (distance2 >= outer * outer) continue;
        std::uint8_t& byte = bytes_[row * side + column];
        const std::int64_t ink = distance2 <= inner * inner
                                     ? 255
                                     : std::min<std::int64_t>((outer - root(distance2)) * 255 / edge, 255);
        byte = std::max(byte, static_cast<std::uint8_t>(ink));
      }
    }
  }

 private:
  /// The pixels [first, last) that a line between two places reaches.
  static std::array<std::int64_t, 2> reach(std::int64_t a, std::int64_t b, std::int64_t distance) {
    const auto [low, high] = std::minmax(a, b);
    const std::int64_t far = std::min(high + distance, side * pixel) / pixel + 1;
    return {std::max<std::int64_t>(low - distance, 0) / pixel, std::clamp<std::int64_t>(far, 0, side)};
  }

  std::uint8_t* bytes_;
};

AGON_INLINE Place halfway(Place a, Place b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }

/// The control points of a stroke as this hand places them.
AGON_INLINE std::vector<Place> control_points(const glyphs::Stroke& stroke, const Hand& hand,
                                              Random& random) {
  std::vector<Place> points;
  for (int i = 0; i < stroke.size; ++i) {
    const bool corner = i > 0 && stroke.points[i] == stroke.points[i - 1];
    points.push_back(corner ? points.back() : hand(stroke.points[i], random));
  }
  return points;
}

/// The spline of control points as a polyline.
AGON_INLINE std::vector<Place> flatten(const std::vector<Place>& points) {
  constexpr std::int64_t steps = 8;
  std::vector<Place> line{points.front()};
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    const Place a = line.back(), b = points[i];
    const Place c = i + 2 == points.size() ? points[i + 1] : halfway(b, points[i + 1]);
    for (std::int64_t t = 1; t <= steps; ++t) {
      const std::int64_t wa = (steps - t) * (steps - t), wb = 2 * t * (steps - t), wc = t * t;
      line.push_back({(wa * a.x + wb * b.x + wc * c.x) / (steps * steps),
                      (wa * a.y + wb * b.y + wc * c.y) / (steps * steps)});
    }
  }
  return line;
}

AGON_INLINE const glyphs::Glyph& choose_glyph(std::int64_t digit, Random& random) {
  std::int64_t total = 0;
  for (const glyphs::Glyph& glyph : glyphs::all) total += glyph.digit == digit ? glyph.weight : 0;
  std::int64_t left = between(random, 0, total - 1);
  const glyphs::Glyph* chosen = glyphs::all;
  for (const glyphs::Glyph& glyph : glyphs::all) {
    if (glyph.digit != digit) continue;
    chosen = &glyph;
    if ((left -= glyph.weight) < 0) break;
  }
  return *chosen;
}

AGON_INLINE void draw(std::int64_t digit, Random& random, std::uint8_t* bytes) {
  const glyphs::Glyph& glyph = choose_glyph(digit, random);
  const Hand hand(random);
  std::vector<std::vector<Place>> lines;
  for (const glyphs::Stroke& stroke : glyph.strokes)
    if (stroke.size > 0) lines.push_back(flatten(control_points(stroke, hand, random)));

  // The middle of what is drawn comes to the middle of the picture, or near it.
  Place low = lines[0][0], high = low;
  for (const auto& line : lines) {
    for (const Place& place : line) {
      low = {std::min(low.x, place.x), std::min(low.y, place.y)};
      high = {std::max(high.x, place.x), std::max(high.y, place.y)};
    }
  }
  const std::int64_t right = side * pixel / 2 - (low.x + high.x) / 2 + bell(random, -2 * pixel, 2 * pixel);
  const std::int64_t down = side * pixel / 2 - (low.y + high.y) / 2 + bell(random, -2 * pixel, 2 * pixel);

  Canvas canvas(bytes);
  for (auto& line : lines) {
    for (Place& place : line) place = {place.x + right, place.y + down};
    // The pen presses more or less from the start to the end of a stroke.
    const std::int64_t first = hand.pen * bell(random, 75, 125) / 100,
                       last = hand.pen * bell(random, 75, 125) / 100;
    const std::int64_t count = static_cast<std::int64_t>(line.size()) - 1;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::size_t at = static_cast<std::size_t>(i);
      canvas.line(line[at], line[at + 1], first + (last - first) * i / count);
    }
  }
}

}  // namespace detail::drawn

AGON_INLINE ImageDataset draw_digits(std::int64_t count, std::uint64_t seed) {
  using namespace detail::drawn;
  if (count < 1) fail("draw_digits", "expected at least 1 digit, got " + std::to_string(count));
  ByteTensor images({count, side, side, 1});
  LabelTensor labels({count});
  std::uint8_t* bytes = images.mutable_data();
  std::int64_t* digits = labels.mutable_data();
  const Random all(seed, "drawn digits");
  parallel_for(count, 64, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      Random random = all.split(std::to_string(i));
      digits[i] = between(random, 0, 9);
      draw(digits[i], random, bytes + i * side * side);
    }
  });
  return {std::move(images), std::move(labels), "drawn digits"};
}

}  // namespace agon
