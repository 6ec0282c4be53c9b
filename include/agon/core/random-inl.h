#pragma once

#include <atomic>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/core/random.hpp"

namespace agon {

AGON_INLINE std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                                    std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
               static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

namespace detail {

// FNV-1a, 64 bits, continued from an earlier hash.
AGON_INLINE std::uint64_t hash_name(std::string_view name, std::uint64_t hash = 0xCBF29CE484222325) {
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

AGON_INLINE std::array<std::uint32_t, 4> random_block(const RandomState& state) {
  const std::uint64_t block = state.position / 4;
  const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
  const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
  return philox4x32({low(block), high(block), low(state.stream), high(state.stream)},
                    {low(state.seed), high(state.seed)});
}

}  // namespace detail

AGON_INLINE Random::Random(std::uint64_t seed, std::string_view stream)
    : state_{seed, detail::hash_name(stream), 0} {}

AGON_INLINE Random Random::from(const RandomState& state) {
  Random random;
  random.state_ = state;
  random.skip(0);
  return random;
}

AGON_INLINE Random Random::split(std::string_view name) const {
  Random random(state_.seed);
  // The slash keeps ("ab", "c") apart from ("a", "bc").
  random.state_.stream = detail::hash_name(name, detail::hash_name("/", state_.stream));
  return random;
}

AGON_INLINE void Random::skip(std::int64_t numbers) {
  state_.position += static_cast<std::uint64_t>(numbers);
  block_ = detail::random_block(state_);
}

AGON_INLINE std::uint32_t Random::next() {
  if (state_.position % 4 == 0) block_ = detail::random_block(state_);
  return block_[state_.position++ % 4];
}

AGON_INLINE double Random::uniform01() {
  const std::uint64_t high = next(), low = next();
  return static_cast<double>((high << 32 | low) >> 11) * 0x1p-53;
}

AGON_INLINE std::int64_t Random::integer(std::int64_t low, std::int64_t high) {
  if (low >= high)
    fail("Random",
         "expected a range of integers, got [" + std::to_string(low) + ", " + std::to_string(high) + ")");
  const std::uint64_t count = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  const std::uint64_t reject_below = (0 - count) % count;  // 2^64 mod count: the biased remainder
  std::uint64_t bits = 0;
  do {
    const std::uint64_t upper = next();
    bits = upper << 32 | next();
  } while (bits < reject_below);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + bits % count);
}

template <class T>
BasicTensor<T> Random::uniform(const Shape& shape, T low, T high) {
  if (!(low <= high) || !std::isfinite(low) || !std::isfinite(high))
    fail("uniform",
         "expected finite low <= high, got " + std::to_string(low) + " and " + std::to_string(high));
  BasicTensor<T> result(shape);
  const std::span<T> values = result.mutable_values();
  constexpr std::int64_t numbers = sizeof(T) == sizeof(float) ? 1 : 2;
  parallel_for(result.size(), 4096, [&](std::int64_t begin, std::int64_t end) {
    Random stream = *this;
    stream.skip(numbers * begin);
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      const double u = numbers == 1 ? (stream.next() >> 8) * 0x1p-24 : stream.uniform01();
      values[i] = low + (high - low) * static_cast<T>(u);
      if (values[i] >= high && low < high) values[i] = std::nextafter(high, low);  // rounding may reach it
    }
  });
  skip(numbers * result.size());
  return result;
}

template <class T>
BasicTensor<T> Random::normal(const Shape& shape, T mean, T deviation) {
  if (!(deviation >= 0) || !std::isfinite(mean) || !std::isfinite(deviation))
    fail("normal", "expected a finite mean and deviation >= 0, got " + std::to_string(mean) + " and " +
                       std::to_string(deviation));
  BasicTensor<T> result(shape);
  const std::span<T> values = result.mutable_values();
  const auto pairs = static_cast<std::int64_t>(values.size() + 1) / 2;
  // Each pair takes four numbers, so that every thread knows where in the stream it begins.
  parallel_for(pairs, 512, [&](std::int64_t begin, std::int64_t end) {
    Random stream = *this;
    stream.skip(4 * begin);
    for (auto i = 2 * static_cast<std::size_t>(begin); i < 2 * static_cast<std::size_t>(end); i += 2) {
      const double radius = std::sqrt(-2 * std::log(1 - stream.uniform01()));
      const double angle = 2 * std::numbers::pi * stream.uniform01();
      values[i] = static_cast<T>(mean + deviation * (radius * std::cos(angle)));
      if (i + 1 < values.size())
        values[i + 1] = static_cast<T>(mean + deviation * (radius * std::sin(angle)));
    }
  });
  skip(4 * pairs);
  return result;
}

AGON_INLINE LabelTensor Random::integers(const Shape& shape, std::int64_t low, std::int64_t high) {
  LabelTensor result(shape);
  for (std::int64_t& x : result.mutable_values()) x = integer(low, high);
  return result;
}

AGON_INLINE std::vector<std::int64_t> Random::permutation(std::int64_t n) {
  if (n < 0) fail("permutation", "expected at least 0 elements, got " + std::to_string(n));
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  for (std::int64_t i = n - 1; i > 0; --i)
    std::swap(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(integer(0, i + 1))]);
  return order;
}

namespace detail {

AGON_INLINE Random& own_random() {
  static std::atomic<int> threads_seen{0};
  static thread_local Random own(0, "thread " + std::to_string(threads_seen.fetch_add(1)));
  return own;
}

AGON_INLINE Random*& current_random_pointer() {
  static thread_local Random* current = nullptr;
  return current;
}

}  // namespace detail

AGON_INLINE Random& current_random() {
  Random* current = detail::current_random_pointer();
  return current ? *current : detail::own_random();
}

AGON_INLINE RandomGuard::RandomGuard(Random& random) : before_(detail::current_random_pointer()) {
  detail::current_random_pointer() = &random;
}

AGON_INLINE RandomGuard::~RandomGuard() { detail::current_random_pointer() = before_; }

AGON_INLINE void set_seed(std::uint64_t seed) { detail::own_random() = Random(seed, "seeded"); }

AGON_INLINE Tensor uniform(const Shape& shape, float low, float high) {
  return current_random().uniform<float>(shape, low, high);
}

AGON_INLINE Tensor normal(const Shape& shape, float mean, float deviation) {
  return current_random().normal<float>(shape, mean, deviation);
}

AGON_INLINE Tensor latent(std::int64_t count, std::int64_t dimensions) { return normal({count, dimensions}); }

}  // namespace agon
