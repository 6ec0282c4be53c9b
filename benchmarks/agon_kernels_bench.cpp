// Times single kernels, at the sizes that the workload dcgan28 has: GFLOP/s where arithmetic binds, GB/s
// (every operand read once, every result written once) where memory does. The first matrix product is the
// machine's rate.
//
//     OMP_NUM_THREADS=2 AGON_BACKEND=eigen AGON_ISA=avx2 agon_kernels_bench --benchmark_filter=conv2d
#include <benchmark/benchmark.h>

#include <agon/agon.hpp>
#include <agon/kernels/backend.hpp>
#include <agon/kernels/conv.hpp>
#include <agon/kernels/gemm.hpp>
#include <agon/kernels/isa.hpp>
#include <agon/kernels/map.hpp>
#include <agon/kernels/norm.hpp>
#include <agon/kernels/reduce.hpp>
#include <agon/kernels/resample.hpp>
#include <agon/kernels/update.hpp>
#include <string>
#include <vector>

#include "machine.hpp"

using namespace agon;
using benchmark::State;

namespace {

// What the machine reaches just now, measured before anything else: 10^9 operations, and bytes, a second.
double peak_gflops() {
  static const double peak = bench::matrix_product_gflops(0.5);
  return peak;
}
double peak_gbs() {
  static const double peak = bench::memory_gbs(0.5);
  return peak;
}

// Runs the kernel, and reports 10^9 operations, or bytes, a second of real time, and their share of the peak.
// Tensors that the caches hold go beyond the peak of memory.
template <class Kernel>
void time(State& state, const char* unit, std::int64_t count, double peak, Kernel&& kernel) {
  for (auto _ : state) benchmark::DoNotOptimize(kernel());
  const auto rate = [&](double amount) {
    return benchmark::Counter(amount, benchmark::Counter::kIsIterationInvariantRate);
  };
  state.counters[unit] = rate(1e-9 * static_cast<double>(count));
  state.counters["of_peak"] = rate(1e-9 * static_cast<double>(count) / peak);
}

template <class Kernel>
void time_flops(State& state, std::int64_t flops, Kernel&& kernel) {
  time(state, "GFLOP", flops, peak_gflops(), kernel);
}

template <class Kernel>
void time_floats(State& state, std::int64_t floats, Kernel&& kernel) {
  time(state, "GB", floats * static_cast<std::int64_t>(sizeof(float)), peak_gbs(), kernel);
}

void matmul(State& state) {
  const std::int64_t m = state.range(0), k = state.range(1), n = state.range(2);
  const Tensor a = normal({m, k}), b = normal({k, n});
  time_flops(state, 2 * m * k * n, [&] { return kernels::matmul(a, b); });
}

// A convolution of dcgan28, 4x4/2 on 64 pictures: the generator's are the input gradients of the
// discriminator's.
struct Convolution {
  std::int64_t size, in, out;
  kernels::ConvGeometry geometry{4, 4, 2, 2, 1, 1};
  Tensor x = normal({64, size, size, in}), w = normal({out, 4, 4, in}),
         gy = normal({64, size / 2, size / 2, out});

  explicit Convolution(const State& state) : size(state.range(0)), in(state.range(1)), out(state.range(2)) {}
  std::int64_t flops() const { return 2 * gy.size() * 16 * in; }
};

void conv2d(State& state) {
  const Convolution c(state);
  time_flops(state, c.flops(), [&] { return kernels::conv2d(c.x, c.w, c.geometry); });
}

void conv2d_input_grad(State& state) {
  const Convolution c(state);
  time_flops(state, c.flops(),
             [&] { return kernels::conv2d_input_grad(c.gy, c.w, c.size, c.size, c.geometry); });
}

void conv2d_weight_grad(State& state) {
  const Convolution c(state);
  time_flops(state, c.flops(), [&] { return kernels::conv2d_weight_grad(c.x, c.gy, c.geometry); });
}

// A map of one or two tensors by a lambda.
template <class F>
void map_one(State& state, F f) {
  const Tensor x = normal({state.range(0)});
  time_floats(state, 2 * x.size(), [&] { return kernels::map("map", f, x); });
}

template <class F>
void map_two(State& state, F f) {
  const Tensor a = normal({state.range(0)}), b = normal({state.range(0)});
  time_floats(state, 3 * a.size(), [&] { return kernels::map("map", f, a, b); });
}

// The derivative of order 1 to 3 of a lambda of one argument, times a factor.
template <class F>
void map_derivative(State& state, F f, int order) {
  const std::vector<Tensor> x{normal({state.range(0)})};
  const Tensor factor = normal({state.range(0)});
  const auto function = kernels::map_function<float, 1>("map", f);
  const std::vector<std::int8_t> directions(static_cast<std::size_t>(order), 0);
  time_floats(state, 3 * factor.size(),
              [&] { return kernels::map_derivative<float>(function, x, factor, directions); });
}

void add_bias(State& state) {
  const Tensor a = normal({state.range(0) / 64, 64}), bias = normal({64});
  time_floats(state, 2 * a.size(), [&] {
    return kernels::map(
        "map", [](auto x, auto y) { return x + y; }, a, bias);
  });
}

void sum(State& state) {
  const Tensor x = normal({state.range(0)});
  const std::vector<int> axes{0};
  time_floats(state, x.size(), [&] { return kernels::sum<float>(x, axes); });
}

void sum_of_rows(State& state) {
  const Tensor x = normal({state.range(0) / 64, 64});
  const std::vector<int> axes{0};
  time_floats(state, x.size(), [&] { return kernels::sum<float>(x, axes); });
}

// Batch norm of 64 pictures; the statistics and the result are two passes over x, of which the second is
// counted.
struct Norm {
  Tensor x, gy, gamma, beta;

  explicit Norm(const State& state)
      : x(normal({64, state.range(0), state.range(0), state.range(1)})),
        gy(normal(x.shape())),
        gamma({state.range(1)}, 1.0f),
        beta({state.range(1)}, 0.0f) {}
};

void batch_norm(State& state) {
  const Norm n(state);
  time_floats(state, 2 * n.x.size(), [&] { return kernels::batch_norm(n.x, n.gamma, n.beta, 1e-5); });
}

void batch_norm_grad(State& state) {
  const Norm n(state);
  const auto forward = kernels::batch_norm(n.x, n.gamma, n.beta, 1e-5);
  time_floats(state, 3 * n.x.size(),
              [&] { return kernels::batch_norm_grad(n.gy, n.x, n.gamma, forward.mean, forward.inv_std); });
}

// Resampling of 16 pictures. FIR filters are StyleGAN's, {1, 3, 3, 1}.
Tensor pictures(const State& state) { return normal({16, state.range(0), state.range(0), state.range(1)}); }

void fir(State& state, std::int64_t up, std::int64_t down) {
  const Tensor x = pictures(state);
  const std::vector<double> filter{0.125, 0.375, 0.375, 0.125};
  const auto taps = kernels::fir_taps(x.dim(1), filter, {up, down, 1 + up / 2, 1});
  time_floats(state, x.size() + x.size() * up * up / (down * down),
              [&] { return kernels::resample(x, taps, taps); });
}

void max_pool(State& state) {
  const Tensor x = pictures(state);
  const auto windows = kernels::sliding_spans(x.dim(1), 2, 2, 0);
  time_floats(state, x.size() + 3 * x.size() / 4, [&] { return kernels::max_pool(x, windows, windows).y; });
}

void pixel_shuffle(State& state) {
  const Tensor x = pictures(state);
  time_floats(state, 2 * x.size(), [&] { return kernels::pixel_shuffle(x, 2); });
}

void adam(State& state) {
  const Shape shape{state.range(0)};
  const Tensor g = normal(shape);
  Tensor p = normal(shape), m(shape, 0.0f), v(shape, 0.0f);
  const std::vector<kernels::UpdateSpan<float>> spans{
      {p.mutable_data(), p.data(), g.data(), m.mutable_data(), v.mutable_data(), p.size()}};
  std::int64_t step = 0;
  time_floats(state, 7 * p.size(), [&] {
    kernels::adam_update<float>(spans, {.lr = 2e-4, .beta1 = 0.5, .beta2 = 0.999, .eps = 1e-8}, ++step);
    return p.data();
  });
}

void convolutions(benchmark::internal::Benchmark* b) {
  b->ArgNames({"size", "in", "out"})->Args({28, 1, 64})->Args({14, 64, 128})->UseRealTime();
}
void normalisations(benchmark::internal::Benchmark* b) {
  b->ArgNames({"size", "channels"})->Args({7, 128})->Args({14, 64})->UseRealTime();
}
void resamplings(benchmark::internal::Benchmark* b) {
  b->ArgNames({"size", "channels"})->Args({16, 256})->Args({64, 64})->UseRealTime();
}
// In the caches; a picture batch between the generator's convolutions; far beyond the caches.
void lengths(benchmark::internal::Benchmark* b) {
  b->Arg(1 << 14)->Arg(64 * 14 * 14 * 64)->Arg(1 << 24)->UseRealTime();
}

BENCHMARK(matmul)
    ->ArgNames({"m", "k", "n"})
    ->Args({1024, 1024, 1024})
    ->Args({256, 256, 256})
    ->Args({64, 100, 6272})
    ->Args({64, 6272, 1})
    ->UseRealTime();
BENCHMARK(conv2d)->Apply(convolutions);
BENCHMARK(conv2d_input_grad)->Apply(convolutions);
BENCHMARK(conv2d_weight_grad)->Apply(convolutions);
BENCHMARK(batch_norm)->Apply(normalisations);
BENCHMARK(batch_norm_grad)->Apply(normalisations);
const auto add = [](auto x, auto y) { return x + y; };
const auto five_operations = [](auto x) { return (x * 3 + 1) * exp(-x); };
BENCHMARK_CAPTURE(map_two, add, add)->Apply(lengths);
BENCHMARK(add_bias)->Apply(lengths);
BENCHMARK_CAPTURE(map_one, relu, [](auto x) { return relu(x); }) -> Apply(lengths);
BENCHMARK_CAPTURE(map_one, tanh, [](auto x) { return tanh(x); }) -> Apply(lengths);
BENCHMARK_CAPTURE(map_one, five_operations, five_operations)->Apply(lengths);
BENCHMARK_CAPTURE(map_derivative, five_operations_1, five_operations, 1)->Apply(lengths);
BENCHMARK_CAPTURE(map_derivative, five_operations_2, five_operations, 2)->Apply(lengths);
BENCHMARK_CAPTURE(map_derivative, five_operations_3, five_operations, 3)->Apply(lengths);
BENCHMARK(sum)->Apply(lengths);
BENCHMARK(sum_of_rows)->Apply(lengths);
BENCHMARK_CAPTURE(fir, up, 2, 1)->Apply(resamplings);
BENCHMARK_CAPTURE(fir, down, 1, 2)->Apply(resamplings);
BENCHMARK(max_pool)->Apply(resamplings);
BENCHMARK(pixel_shuffle)->Apply(resamplings);
BENCHMARK(adam)->Apply(lengths);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::AddCustomContext("agon", AGON_VERSION);
  benchmark::AddCustomContext("processor", bench::processor());
  benchmark::AddCustomContext("backend", name_of(backend()));
  benchmark::AddCustomContext("instruction set", name_of(isa()));
  benchmark::AddCustomContext("threads", std::to_string(threads()));
  benchmark::AddCustomContext("peak, matrix product", std::to_string(peak_gflops()) + " GFLOP/s");
  benchmark::AddCustomContext("peak, memory", std::to_string(peak_gbs()) + " GB/s");
  benchmark::RunSpecifiedBenchmarks();
}
