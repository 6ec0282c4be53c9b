#include "agon/gan/progress_bar.hpp"

#if !defined(_WIN32)
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "agon_test.hpp"

using namespace agon;

namespace {

StepReport halfway() {
  StepReport report;
  report.iteration = report.step = 50;
  report.epoch = 1;
  report.epochs = 2;
  report.steps_per_epoch = 100;
  report.samples = 3200;
  report.seconds = 10;
  report.done = 0.25;
  report.values = {{"real", 0.7}, {"discriminator.loss", 1.25}, {"generator.loss", 0.5}};
  return report;
}

std::string read_back(std::FILE* file) {
  std::string text;
  std::rewind(file);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  return text;
}

}  // namespace

TEST_CASE("A progress line tells rate, time left and losses") {
  CHECK(progress_text(halfway()) ==
        "epoch 1/2 [##########----------] 50/100, 320 samples/s, 0:30 left, discriminator 1.250, generator "
        "0.500");
  StepReport outside;
  outside.iteration = 7;
  outside.values = {{"critic.loss", -3}};
  CHECK(progress_text(outside) == "7, critic -3.000");
  CHECK(clock_text(0.4) == "0:00");
  CHECK(clock_text(725) == "12:05");
  CHECK(clock_text(11230) == "3:07:10");
}

TEST_CASE("Where there is no terminal, plain lines come seldom and at the end") {
  std::FILE* file = std::tmpfile();
  REQUIRE(file != nullptr);
  const auto bar = progress_bar(file);
  StepReport report = halfway();
  for (int step = 1; step <= 100; ++step) {
    report.step = step;
    report.seconds = 0.25 * step;
    report.last = step == 100;
    bar(report);
  }
  const std::string text = read_back(file);
  std::fclose(file);
  CHECK(text.find('\r') == std::string::npos);
  CHECK(text.find("] 40/100") != std::string::npos);
  CHECK(text.find("] 41/100") == std::string::npos);
  CHECK(text.find("] 80/100") != std::string::npos);
  CHECK(text.ends_with("discriminator 1.250, generator 0.500\n"));
  CHECK(text.find("0:25 in all") != std::string::npos);
  int lines = 0;
  for (const char c : text) lines += c == '\n';
  CHECK(lines == 3);
}

#if !defined(_WIN32)
/// What a terminal was sent up to the end of the first line. On a busy machine it arrives in parts.
std::string first_line(int master) {
  std::string text;
  char part[256];
  pollfd arrival{master, POLLIN, 0};
  while (!text.ends_with('\n') && poll(&arrival, 1, 10'000) == 1) {
    const auto length = read(master, part, sizeof part);
    if (length <= 0) break;
    text.append(part, static_cast<std::size_t>(length));
  }
  return text;
}

TEST_CASE("On a terminal each line fits and is written over") {
  const int master = posix_openpt(O_RDWR | O_NOCTTY);
  REQUIRE(master >= 0);
  REQUIRE((grantpt(master) == 0 && unlockpt(master) == 0));
  winsize narrow{};
  narrow.ws_row = 24;
  narrow.ws_col = 40;
  REQUIRE(ioctl(master, TIOCSWINSZ, &narrow) == 0);
  std::FILE* terminal = std::fopen(ptsname(master), "w");
  REQUIRE(terminal);
  auto bar = progress_bar(terminal);
  StepReport report = halfway();
  report.values = {{"discriminator.loss", 0.5}, {"generator.loss", 1.5}};
  for (const double seconds : {0.05, 0.2, 0.4, 0.6}) {
    report.seconds = seconds;
    bar(report);
  }
  bar = nullptr;  // as where an error ends training
  std::fflush(terminal);
  const std::string written = first_line(master);
  std::fclose(terminal);
  close(master);
  CHECK(std::count(written.begin(), written.end(), '\r') ==
        4);  // three (the first came too soon), and the end's
  CHECK(std::count(written.begin(), written.end(), '\n') == 1);
  CHECK(written.ends_with("\r\n"));
  std::size_t longest = 0;
  for (std::size_t at = 0; at < written.size();) {
    const std::size_t end = std::min(written.find_first_of("\r\n", at), written.size());
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  CHECK(longest == 39);
}
#endif
