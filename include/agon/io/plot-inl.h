#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/io/plot.hpp"

namespace agon {
namespace detail::plot {

// Okabe and Ito's colours, told apart by readers who do not see all colours.
inline constexpr std::array<const char*, 6> colours{"#0072B2", "#D55E00", "#009E73",
                                                    "#CC79A7", "#56B4E9", "#E69F00"};

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void include(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  bool holds(double value) const { return value >= low && value <= high; }
  /// Wide enough to draw in: a range of nothing becomes [0, 1], and a single value is put in the middle.
  void widen(double share) {
    if (low > high) low = 0, high = 1;
    const double pad = high > low ? share * (high - low) : std::max(std::abs(low), 1.0) / 2;
    low -= pad, high += pad;
  }
};

/// A drawing area in pixels with the ranges that it shows.
struct Frame {
  double left, top, width, height;
  Range x, y;

  double across(double value) const { return left + (value - x.low) / (x.high - x.low) * width; }
  double down(double value) const { return top + (y.high - value) / (y.high - y.low) * height; }
};

AGON_INLINE std::string fixed(double value, int decimals = 1) {
  char digits[400];
  return std::string(
      digits, std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, decimals).ptr);
}

AGON_INLINE std::string escaped(std::string_view text) {
  std::string result;
  for (char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

/// The distance between ticks, 1, 2 or 5 times a power of ten, so that there are about `wanted`.
AGON_INLINE double tick_step(const Range& range, double wanted) {
  const double rough = (range.high - range.low) / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough) return factor * power;
  return 10 * power;
}

/// The multiples of a step in a range. Counted, because a step may vanish beside a large number.
AGON_INLINE std::vector<double> ticks(const Range& range, double step) {
  std::vector<double> result;
  const double first = std::ceil(range.low / step);
  for (int i = 0; i < 100 && (first + i) * step <= range.high; ++i) result.push_back((first + i) * step);
  return result;
}

AGON_INLINE std::string tick_text(double value, double step) {
  const double magnitude = std::abs(value) < step / 2 ? 0 : std::abs(value);
  const std::string sign = magnitude > 0 && value < 0 ? "\u2212" : "";
  if (magnitude < 1e6 && step > 9e-5)
    return sign + fixed(magnitude, std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9))));
  char digits[64];
  return sign +
         std::string(
             digits,
             std::to_chars(digits, digits + sizeof digits, magnitude, std::chars_format::general, 4).ptr);
}

AGON_INLINE std::string label(double x, double y, std::string_view anchor, std::string_view content,
                              std::string_view more = "") {
  return "<text x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" text-anchor=\"" + std::string(anchor) + "\"" +
         std::string(more) + ">" + escaped(content) + "</text>\n";
}

AGON_INLINE std::string rule(double x1, double y1, double x2, double y2, std::string_view colour,
                             double width) {
  return "<line x1=\"" + fixed(x1) + "\" y1=\"" + fixed(y1) + "\" x2=\"" + fixed(x2) + "\" y2=\"" +
         fixed(y2) + "\" stroke=\"" + std::string(colour) + "\" stroke-width=\"" + fixed(width) + "\"/>\n";
}

AGON_INLINE std::string axes(const Frame& frame, const PlotOptions& options) {
  const double bottom = frame.top + frame.height, right = frame.left + frame.width;
  std::string svg;
  const double step_y = tick_step(frame.y, std::max(frame.height / 55, 2.0));
  for (double tick : ticks(frame.y, step_y)) {
    const double y = frame.down(tick);
    svg += rule(frame.left, y, right, y, "#e4e4e4", 1);
    svg += label(frame.left - 8, y + 4, "end", tick_text(tick, step_y));
  }
  const double step_x = tick_step(frame.x, std::max(frame.width / 90, 2.0));
  for (double tick : ticks(frame.x, step_x)) {
    const double x = frame.across(tick);
    svg += rule(x, bottom, x, bottom + 5, "#555", 1);
    svg += label(x, bottom + 20, "middle", tick_text(tick, step_x));
  }
  svg += rule(frame.left, bottom, right, bottom, "#555", 1);
  svg += rule(frame.left, frame.top, frame.left, bottom, "#555", 1);
  svg += label(frame.left + frame.width / 2, bottom + 42, "middle", options.x_label);
  const double middle = frame.top + frame.height / 2;
  svg += label(18, middle, "middle", options.y_label, " transform=\"rotate(-90 18 " + fixed(middle) + ")\"");
  svg += label(frame.left + frame.width / 2, 24, "middle", options.title,
               " font-size=\"16\" font-weight=\"bold\"");
  return svg;
}

AGON_INLINE std::vector<double> smoothed(const std::vector<double>& values, double smoothing) {
  std::vector<double> result;
  double mean = 0, weight = 0;
  for (double value : values) {
    if (std::isfinite(value)) {
      mean = smoothing * mean + (1 - smoothing) * value;
      weight = smoothing * weight + (1 - smoothing);  // below 1 at first, where few values are behind
    }
    result.push_back(std::isfinite(value) ? mean / weight : value);
  }
  return result;
}

/// The numbers of the points to draw: of each group of neighbours the lowest and the highest, and every gap.
AGON_INLINE std::vector<std::size_t> thinned(const std::vector<double>& values, std::size_t groups) {
  const std::size_t length = std::max<std::size_t>(values.size() / groups, 1);
  std::vector<std::size_t> chosen;
  for (std::size_t begin = 0; begin < values.size(); begin += length) {
    const std::size_t end = std::min(begin + length, values.size());
    std::size_t low = begin, high = begin, gap = end;
    for (std::size_t i = begin; i < end; ++i) {
      if (!std::isfinite(values[i])) gap = i;
      if (!(values[i] >= values[low])) low = i;
      if (!(values[i] <= values[high])) high = i;
    }
    std::vector<std::size_t> group{low, high, gap};
    if (begin == 0) group.push_back(0);
    if (end == values.size()) group.push_back(end - 1);
    std::sort(group.begin(), group.end());
    group.erase(std::unique(group.begin(), group.end()), group.end());
    for (std::size_t i : group)
      if (i < end) chosen.push_back(i);
  }
  return chosen;
}

AGON_INLINE std::string path(const Frame& frame, const std::vector<double>& x, const std::vector<double>& y,
                             std::string_view style) {
  std::string steps;
  bool drawing = false;
  for (std::size_t i : thinned(y, static_cast<std::size_t>(frame.width))) {
    if (!std::isfinite(y[i])) {
      drawing = false;
      continue;
    }
    const std::string place = fixed(frame.across(x[i])) + " " + fixed(frame.down(y[i]));
    // A value between two gaps shows as a dot: a line of no length has round ends.
    steps += drawing ? "L" + place : "M" + place + "l0 0";
    drawing = true;
  }
  if (steps.empty()) return {};
  return "<path d=\"" + steps + "\" fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\" " +
         std::string(style) + "/>\n";
}

AGON_INLINE void check_size(const char* plot, int width, int height) {
  if (width < 200 || height < 200)
    fail(plot, "expected a picture of at least 200 x 200, got " + std::to_string(width) + " x " +
                   std::to_string(height));
}

AGON_INLINE void check(const PlotOptions& options, const std::vector<Series>& series,
                       const std::vector<double>& x) {
  check_size("line_plot", options.width, options.height);
  if (!(options.smoothing >= 0 && options.smoothing < 1))
    fail("line_plot", "expected smoothing in [0, 1), got " + std::to_string(options.smoothing));
  for (double value : x)
    if (!std::isfinite(value)) fail("line_plot", "expected finite x, got " + std::to_string(value));
  for (const Series& line : series)
    if (line.y.size() != x.size())
      fail("line_plot", "expected " + std::to_string(x.size()) + " values of " + line.name +
                            ", one for each x, got " + std::to_string(line.y.size()));
}

AGON_INLINE void check_range(const char* axis, const std::optional<PlotRange>& range) {
  if (range && !(std::isfinite(range->low) && std::isfinite(range->high) && range->low < range->high))
    fail("scatter_plot", "expected low < high of " + std::string(axis) + ", got " + fixed(range->low, 3) +
                             " and " + fixed(range->high, 3));
}

AGON_INLINE void check(const ScatterOptions& options, const std::vector<Dots>& dots) {
  check_size("scatter_plot", options.width, options.height);
  check_range("x", options.x);
  check_range("y", options.y);
  if (!(options.diameter > 0 && std::isfinite(options.diameter)))
    fail("scatter_plot", "expected a diameter > 0, got " + std::to_string(options.diameter));
  for (const Dots& some : dots)
    if (some.x.size() != some.y.size())
      fail("scatter_plot", "expected as many y as x of " + some.name + ", got " +
                               std::to_string(some.x.size()) + " x and " + std::to_string(some.y.size()) +
                               " y");
}

AGON_INLINE Range chosen(const std::optional<PlotRange>& range, const std::vector<Dots>& dots,
                         const std::vector<double> Dots::*values) {
  Range result;
  if (range) {
    result.low = range->low, result.high = range->high;
    return result;
  }
  for (const Dots& some : dots)
    for (const double value : some.*values) result.include(value);
  result.widen(0.05);
  return result;
}

/// Lines of no length with round ends.
AGON_INLINE std::string dots_path(const Frame& frame, const Dots& dots, std::string_view style) {
  std::string steps;
  for (std::size_t i = 0; i < dots.x.size(); ++i)
    if (frame.x.holds(dots.x[i]) && frame.y.holds(dots.y[i]))
      steps += "M" + fixed(frame.across(dots.x[i])) + " " + fixed(frame.down(dots.y[i])) + "h0";
  if (steps.empty()) return {};
  return "<path d=\"" + steps + "\" fill=\"none\" stroke-linecap=\"round\" " + std::string(style) + "/>\n";
}

/// What is before an SVG picture's content.
AGON_INLINE std::string opening(int width, int height) {
  const std::string w = std::to_string(width), h = std::to_string(height);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h + "\" viewBox=\"0 0 " +
         w + " " + h +
         "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">\n"
         "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
}

/// The names of what is drawn, from left to right above the frame.
class Legend {
 public:
  explicit Legend(double left) : place_(left) {}

  std::string entry(const std::string& name, const char* colour) {
    const std::string svg =
        rule(place_, 44, place_ + 22, 44, colour, 3) + label(place_ + 28, 48, "start", name);
    place_ += 52 + 7 * static_cast<double>(name.size());
    return svg;
  }

 private:
  double place_;
};

inline constexpr double left = 72, top = 60, right = 20, bottom = 58;

}  // namespace detail::plot

AGON_INLINE std::string line_plot(const PlotOptions& options, const std::vector<Series>& series) {
  using namespace detail::plot;
  std::vector<double> x = options.x;
  if (x.empty() && !series.empty())
    for (std::size_t i = 0; i < series[0].y.size(); ++i) x.push_back(static_cast<double>(i + 1));
  check(options, series, x);

  Frame frame{left, top, options.width - left - right, options.height - top - bottom, {}, {}};
  for (double value : x) frame.x.include(value);
  for (const Series& line : series)
    for (double value : line.y) frame.y.include(value);
  frame.x.widen(0);
  frame.y.widen(0.05);

  std::string svg = opening(options.width, options.height);
  svg += axes(frame, options);
  std::string front;
  Legend legend(left);
  for (std::size_t i = 0; i < series.size(); ++i) {
    const std::string stroke =
        std::string("stroke=\"") + colours[i % colours.size()] + "\" stroke-width=\"1.5\"";
    if (options.smoothing > 0) {
      svg += path(frame, x, series[i].y, stroke + " stroke-opacity=\"0.25\"");
      front += path(frame, x, smoothed(series[i].y, options.smoothing), stroke);
    } else {
      front += path(frame, x, series[i].y, stroke);
    }
    front += legend.entry(series[i].name, colours[i % colours.size()]);
  }
  return svg + front + "</svg>\n";
}

AGON_INLINE std::string scatter_plot(const ScatterOptions& options, const std::vector<Dots>& dots) {
  using namespace detail::plot;
  check(options, dots);
  const Frame frame{left,
                    top,
                    options.width - left - right,
                    options.height - top - bottom,
                    chosen(options.x, dots, &Dots::x),
                    chosen(options.y, dots, &Dots::y)};
  std::string svg = opening(options.width, options.height);
  svg += axes(frame, {.title = options.title, .x_label = options.x_label, .y_label = options.y_label});
  Legend legend(left);
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const char* colour = colours[i % colours.size()];
    svg +=
        dots_path(frame, dots[i],
                  "stroke=\"" + std::string(colour) + "\" stroke-width=\"" + fixed(options.diameter) + "\"");
    svg += legend.entry(dots[i].name, colour);
  }
  return svg + "</svg>\n";
}

}  // namespace agon
