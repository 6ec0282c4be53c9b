#include "machine.hpp"

#include <sys/resource.h>

#include <agon/core/random.hpp>
#include <agon/kernels/gemm.hpp>
#include <agon/kernels/map.hpp>
#include <fstream>

#include "measure.hpp"

namespace bench {
namespace {

// What follows "key ... : " in a file of such lines; empty where there is none.
std::string value_of(const char* path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key)) continue;
    const auto begin = line.find_first_not_of(" \t", line.find(':') + 1);
    return begin == std::string::npos ? "" : line.substr(begin);
  }
  return "";
}

}  // namespace

std::string processor() {
  const std::string name = value_of("/proc/cpuinfo", "model name");
  return name.empty() ? "unknown processor" : name;
}

double peak_memory_mib() {
  const std::string kib = value_of("/proc/self/status", "VmHWM");
  if (!kib.empty()) return std::stod(kib) / 1024;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

double matrix_product_gflops(double seconds) {
  constexpr std::int64_t n = 1024;
  agon::Random random(1, "matrix product");
  const agon::Tensor a = random.normal({n, n}), b = random.normal({n, n});
  const Times times = measure(seconds, [&] { agon::kernels::matmul(a, b); });
  return 2e-9 * n * n * n / times.median();
}

double memory_gbs(double seconds) {
  constexpr std::int64_t n = std::int64_t{1} << 24;
  const agon::Tensor a({n}, 1.0f), b({n}, 2.0f);
  const auto add = [](auto x, auto y) { return x + y; };
  const Times times = measure(seconds, [&] { agon::kernels::map("add", add, a, b); });
  return 3e-9 * sizeof(float) * n / times.median();
}

}  // namespace bench
