#pragma once

#include <algorithm>
#include <string>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/strides.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

/// Which of a table's loops run here: those of the instruction set in use; in the header-only library, the
/// best that the processor has.
AGON_INLINE int map_target() {
#ifndef AGON_MAP_X86
  return 0;
#elif defined(AGON_HEADER_ONLY)
  static const int best = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
                              ? 2
                          : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1
                                                                                            : 0;
  return best;
#else
  return isa() == Isa::avx512 ? 2 : isa() == Isa::avx2 ? 1 : 0;
#endif
}

/// Elements at a time of which repeated operands are written out, and odd ends padded.
constexpr std::int64_t map_piece = 512;
/// Elements of a range that a thread takes.
constexpr std::int64_t map_range = 16 * map_piece;
constexpr int most_map_operands = most_map_arguments + 1;

/// An operand seen from the elements of a result.
template <class T>
class MapOperand {
 public:
  MapOperand() = default;
  MapOperand(const BasicTensor<T>& x, const Shape& full) : data_(x.data()) {
    const Strides strides = repeat_strides(x.shape(), full);
    loop_ = collapsed(full, strides, strides);
    whole_ = x.shape() == full || x.size() == full.size();
    single_ = x.size() == 1;
  }

  bool whole() const { return whole_; }
  bool single() const { return single_; }
  const T* data() const { return data_; }

  /// Writes out the elements [begin, begin + n) of the result's order.
  void expand(std::int64_t begin, std::int64_t n, T* out) const {
    if (single_) return static_cast<void>(std::fill_n(out, n, *data_));
    const int last = loop_.rank - 1;
    std::int64_t at[StridedLoop::max_rank] = {}, offset = 0, rest = begin;
    for (int d = last; d >= 0; --d) {
      at[d] = rest % loop_.sizes[d];
      rest /= loop_.sizes[d];
      offset += at[d] * loop_.a_strides[d];
    }
    for (std::int64_t done = 0; done < n;) {
      const std::int64_t run = std::min(n - done, loop_.sizes[last] - at[last]), step = loop_.a_strides[last];
      if (step == 0)
        std::fill_n(out + done, run, data_[offset]);
      else
        std::copy_n(data_ + offset, run, out + done);
      done += run;
      at[last] += run;
      offset += run * step;
      for (int d = last; d > 0 && at[d] == loop_.sizes[d]; --d) {
        offset += loop_.a_strides[d - 1] - at[d] * loop_.a_strides[d];
        at[d] = 0;
        ++at[d - 1];
      }
    }
  }

 private:
  const T* data_ = nullptr;
  StridedLoop loop_;
  bool whole_ = false, single_ = false;
};

/// One run of a loop over tensors. Outputs that nobody wants are null.
template <class T>
struct MapRun {
  MapLoop<T> loop;
  const void* lambda;
  const std::int8_t* directions;
  int operand_count, output_count;
  MapOperand<T> operands[most_map_operands];
  T* outputs[most_map_arguments];

  void over(std::int64_t begin, std::int64_t end) const {
    alignas(64) T written_out[most_map_operands][map_piece], ends[most_map_arguments][map_piece];
    for (int i = 0; i < operand_count; ++i)
      if (operands[i].single()) operands[i].expand(0, map_piece, written_out[i]);
    for (std::int64_t at = begin; at < end; at += map_piece) {
      const std::int64_t n = std::min(map_piece, end - at), chunks = (n + map_chunk - 1) / map_chunk;
      const bool odd = n % map_chunk != 0;
      const T* in[most_map_operands] = {};
      T* out[most_map_arguments] = {};
      for (int i = 0; i < operand_count; ++i) in[i] = piece(operands[i], at, n, written_out[i]);
      for (int o = 0; o < output_count; ++o) out[o] = odd || !outputs[o] ? ends[o] : outputs[o] + at;
      loop({lambda, in, out, directions, chunks});
      for (int o = 0; o < output_count; ++o)
        if (odd && outputs[o])
          for (std::int64_t i = 0; i < n; ++i) outputs[o][at + i] = ends[o][i];
    }
  }

 private:
  // Where the loop reads: in place, or written out, and padded where the loop reads on beyond an odd end.
  static const T* piece(const MapOperand<T>& x, std::int64_t at, std::int64_t n, T* written_out) {
    if (x.single()) return written_out;
    if (x.whole() && n % map_chunk == 0) return x.data() + at;
    if (x.whole())
      std::copy_n(x.data() + at, n, written_out);
    else
      x.expand(at, n, written_out);
    if (n % map_chunk != 0) std::fill(written_out + n, written_out + (n / map_chunk + 1) * map_chunk, T{1});
    return written_out;
  }
};

/// Throws Error where a tensor is undefined or shapes do not broadcast.
template <class T>
Shape map_shape(const MapFunction<T>& f, MapOperands<T> x) {
  for (const BasicTensor<T>& operand : x) check_defined(f.name, operand.erased());
  Shape shape = x[0].shape();
  for (const BasicTensor<T>& operand : x)
    if (operand.shape() != shape) shape = broadcast_shape(f.name, shape, operand.shape());
  return shape;
}

template <class T>
void run_map(const MapRun<T>& run, std::int64_t n) {
  parallel_for((n + map_range - 1) / map_range, 2, [&](std::int64_t begin, std::int64_t end) {
    run.over(begin * map_range, std::min(n, end * map_range));
  });
}

/// A run of a derivative's loop: the factor comes after the arguments and stands in for those that do not
/// matter.
template <class T>
MapRun<T> derivative_run(const MapFunction<T>& f, MapLoop<T> loop, MapOperands<T> x,
                         const BasicTensor<T>& factor) {
  const int arity = f.table->arity;
  MapRun<T> run{loop, f.captured, nullptr, arity + 1, 1, {}, {}};
  for (int i = 0; i <= arity; ++i) {
    const bool given = i < arity && x[static_cast<std::size_t>(i)].defined();
    run.operands[i] = MapOperand<T>(given ? x[static_cast<std::size_t>(i)] : factor, factor.shape());
  }
  return run;
}

}  // namespace detail

template <class T>
BasicTensor<T> map_value(const MapFunction<T>& f, MapOperands<T> x) {
  const Shape shape = detail::map_shape(f, x);
  BasicTensor<T> y(shape);
  if (y.size() == 0) return y;
  detail::MapRun<T> run{
      f.table->loops[detail::map_target()].value, f.captured, nullptr, f.table->arity, 1, {}, {}};
  for (std::size_t i = 0; i < x.size(); ++i) run.operands[i] = detail::MapOperand<T>(x[i], shape);
  run.outputs[0] = y.mutable_data();
  detail::run_map(run, y.size());
  return y;
}

template <class T>
void map_over(const MapFunction<T>& f, BasicTensor<T>& y, const BasicTensor<T>& other) {
  check_defined(f.name, y.erased());
  check_defined(f.name, other.erased());
  if (broadcast_shape(f.name, y.shape(), other.shape()) != y.shape())
    fail(f.name,
         "expected a shape that broadcasts to " + to_string(y.shape()) + ", got " + to_string(other.shape()));
  if (y.size() == 0) return;
  detail::MapRun<T> run{f.table->loops[detail::map_target()].value, f.captured, nullptr, 2, 1, {}, {}};
  run.operands[1] = detail::MapOperand<T>(other, y.shape());
  run.outputs[0] = y.mutable_data();
  run.operands[0] = detail::MapOperand<T>(y, y.shape());
  detail::run_map(run, y.size());
}

template <class T>
std::vector<BasicTensor<T>> map_gradients(const MapFunction<T>& f, MapOperands<T> x,
                                          const BasicTensor<T>& factor, std::uint32_t wanted) {
  std::vector<BasicTensor<T>> results(x.size());
  auto run = detail::derivative_run(f, f.table->loops[detail::map_target()].gradients, x, factor);
  run.output_count = f.table->arity;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!(wanted >> i & 1)) continue;
    results[i] = BasicTensor<T>(factor.shape());
    run.outputs[i] = results[i].mutable_data();
  }
  if (factor.size() > 0) detail::run_map(run, factor.size());
  return results;
}

template <class T>
BasicTensor<T> map_derivative(const MapFunction<T>& f, MapOperands<T> x, const BasicTensor<T>& factor,
                              std::span<const std::int8_t> directions) {
  BasicTensor<T> y(factor.shape());
  if (y.size() == 0) return y;
  const MapLoops<T>& loops = f.table->loops[detail::map_target()];
  auto run = detail::derivative_run(f, loops.derivative[directions.size() - 1], x, factor);
  run.directions = directions.data();
  run.outputs[0] = y.mutable_data();
  detail::run_map(run, y.size());
  return y;
}

template <class T>
Trace map_trace(const MapFunction<T>& f) {
  Trace arguments[most_map_arguments];
  for (int i = 0; i < f.table->arity; ++i) arguments[i] = Trace::argument(i, 0.5);
  return f.table->trace(f.captured, arguments);
}

template <class T>
std::uint64_t map_branches(const MapFunction<T>& f, MapOperands<T> x) {
  const Shape shape = detail::map_shape(f, x);
  std::vector<detail::MapOperand<T>> operands;
  for (const BasicTensor<T>& operand : x) operands.emplace_back(operand, shape);
  std::uint64_t hash = 0;
  for (std::int64_t at = 0; at < shape.size(); ++at) {
    Trace arguments[most_map_arguments];
    for (std::size_t i = 0; i < operands.size(); ++i) {
      T element{};
      operands[i].expand(at, 1, &element);
      arguments[i] = Trace(element);
    }
    const std::uint64_t here = f.table->trace(f.captured, arguments).branches;
    if (here == 0) return 0;
    hash = agon::detail::mix_branches(hash, here);
  }
  return hash;
}

AGON_INLINE Shape broadcast_shape(const char* name, const Shape& a, const Shape& b) {
  const int rank = std::max(a.rank(), b.rank());
  Shape shape = Shape::filled(rank, 1);
  for (int i = 1; i <= rank; ++i) {
    const std::int64_t left = i <= a.rank() ? a[-i] : 1, right = i <= b.rank() ? b[-i] : 1;
    if (left != right && left != 1 && right != 1)
      fail(name, "expected shapes that broadcast, got " + to_string(a) + " and " + to_string(b));
    shape[-i] = left == 1 ? right : left;
  }
  return shape;
}

template <class T>
void accumulate(BasicTensor<T>& into, const BasicTensor<T>& x) {
  if (into.shape() != x.shape())
    fail("accumulate", "expected " + to_string(into.shape()) + ", got " + to_string(x.shape()));
  T* target = into.mutable_data();
  table<T>().accumulate(x.size(), x.data(), target);
}

}  // namespace agon::kernels
