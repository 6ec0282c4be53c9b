#pragma once

#include <algorithm>
#include <cmath>

#include "agon/gan/progress_bar.hpp"

#if defined(_WIN32)
#include <io.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace agon {
namespace detail {

AGON_INLINE bool is_terminal(std::FILE* file) {
#if defined(_WIN32)
  return _isatty(_fileno(file)) != 0;
#else
  return isatty(fileno(file)) != 0;
#endif
}

// A line that wraps could not be written over; the last column stays free, because some terminals wrap after
// it.
AGON_INLINE std::size_t columns_of(std::FILE* terminal) {
#if !defined(_WIN32)
  winsize size{};
  if (ioctl(fileno(terminal), TIOCGWINSZ, &size) == 0 && size.ws_col > 1) return size.ws_col - std::size_t{1};
#else
  static_cast<void>(terminal);
#endif
  return 79;
}

}  // namespace detail

AGON_INLINE std::string clock_text(double seconds) {
  const long long whole = std::isfinite(seconds) ? std::llround(std::max(0.0, seconds)) : 0;
  char text[64];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld", whole / 60, whole % 60);
  }
  return text;
}

AGON_INLINE std::string progress_text(const StepReport& report) {
  std::string line;
  const auto count = [&line](std::int64_t n, std::int64_t of) {
    line += std::to_string(n);
    if (of > 0) line.append("/").append(std::to_string(of));
  };
  if (report.epoch > 0) {
    line += "epoch ";
    count(report.epoch, report.epochs);
    line += " ";
  }
  const std::int64_t step = report.epoch > 0 ? report.step : report.iteration;
  if (report.steps_per_epoch > 0) {
    constexpr std::int64_t width = 20;
    const auto full =
        static_cast<std::size_t>(width * std::min(step, report.steps_per_epoch) / report.steps_per_epoch);
    line.append("[").append(full, '#').append(static_cast<std::size_t>(width) - full, '-').append("] ");
  }
  count(step, report.steps_per_epoch);
  char text[96];
  if (report.samples > 0 && report.seconds > 0) {
    std::snprintf(text, sizeof text, ", %.0f samples/s",
                  static_cast<double>(report.samples) / report.seconds);
    line += text;
  }
  if (report.last) {
    line.append(", ").append(clock_text(report.seconds)).append(" in all");
  } else if (report.done > 0) {
    line.append(", ").append(clock_text(report.seconds * (1 - report.done) / report.done)).append(" left");
  }
  for (const auto& [name, value] : report.values) {
    if (!name.ends_with(".loss")) continue;
    std::snprintf(text, sizeof text, ", %.60s %.3f", name.substr(0, name.size() - 5).c_str(), value);
    line += text;
  }
  return line;
}

AGON_INLINE std::function<void(const StepReport&)> progress_bar(std::FILE* out) {
  const bool terminal = detail::is_terminal(out);
  const double every = terminal ? 0.1 : 10;
  return [=, shown = 0.0, width = std::size_t{0}](const StepReport& report) mutable {
    const bool ends = report.last || (report.steps_per_epoch > 0 && report.step == report.steps_per_epoch);
    if (report.seconds < shown) shown = 0;  // another fit began
    if (!ends && report.seconds - shown < every) return;
    shown = report.seconds;
    std::string line = progress_text(report);
    if (terminal) line.resize(std::min(line.size(), detail::columns_of(out)));
    const std::size_t length = line.size();
    if (terminal && length < width) line.append(width - length, ' ');
    width = ends ? 0 : length;
    std::fprintf(out, terminal ? (ends ? "\r%s\n" : "\r%s") : "%s\n", line.c_str());
    std::fflush(out);
  };
}

}  // namespace agon
