#pragma once

#include <algorithm>
#include <cmath>
#include <memory>

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

namespace detail {

/// The line under way. One that training never ended is closed, so that an error stands on a line of its own.
class ProgressLine {
 public:
  explicit ProgressLine(std::FILE* out) : out_(out), terminal_(is_terminal(out)) {}
  ~ProgressLine() {
    if (width_ > 0) std::fputc('\n', out_);
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const StepReport& report) {
    const bool ends = report.last || (report.steps_per_epoch > 0 && report.step == report.steps_per_epoch);
    if (report.seconds < shown_) shown_ = 0;  // another fit began
    if (!ends && report.seconds - shown_ < (terminal_ ? 0.1 : 10)) return;
    shown_ = report.seconds;
    std::string line = progress_text(report);
    if (terminal_)
      redraw(line, ends);
    else
      std::fprintf(out_, "%s\n", line.c_str());
    std::fflush(out_);
  }

 private:
  void redraw(std::string line, bool ends) {
    line.resize(std::min(line.size(), columns_of(out_)));
    const std::size_t length = line.size();
    if (length < width_) line.append(width_ - length, ' ');
    width_ = ends ? 0 : length;
    std::fprintf(out_, ends ? "\r%s\n" : "\r%s", line.c_str());
  }

  std::FILE* out_;
  bool terminal_;
  double shown_ = 0;
  std::size_t width_ = 0;  // of a line that is still open
};

}  // namespace detail

AGON_INLINE std::function<void(const StepReport&)> progress_bar(std::FILE* out) {
  return
      [line = std::make_shared<detail::ProgressLine>(out)](const StepReport& report) { line->show(report); };
}

}  // namespace agon
