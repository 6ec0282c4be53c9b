#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include "agon/kernels/map/number.hpp"
#include "agon/kernels/map/trace.hpp"

/// A lambda compiled to loops, erased: what is compiled for each lambda is this file, everything else exists
/// once.
namespace agon::kernels {

/// Elements that a loop takes at a time.
constexpr std::int64_t map_chunk = 64;
/// The most arguments of a lambda, and the highest order of its derivatives.
constexpr int most_map_arguments = 4, most_map_order = 3;

/// Where a loop reads and writes. `arguments` holds the lambda's, and for derivatives the factor after them.
/// `directions` says by which arguments, one an order. Outputs may be the arguments themselves, but not
/// overlap them otherwise.
template <class T>
struct MapLoopCall {
  const void* lambda;
  const T* const* arguments;
  T* const* outputs;
  const std::int8_t* directions;
  std::int64_t chunks;
};
template <class T>
using MapLoop = void (*)(const MapLoopCall<T>&);

/// The loops of one lambda for one instruction set.
template <class T>
struct MapLoops {
  MapLoop<T> value;
  MapLoop<T> gradients;                   ///< factor times the derivative by each argument, an output each
  MapLoop<T> derivative[most_map_order];  ///< factor times one derivative of order 1, 2, 3
};

/// The instruction sets that loops are compiled for beside what the program's own flags ask for.
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define AGON_MAP_X86
constexpr int map_targets = 3;
#else
constexpr int map_targets = 1;
#endif

/// A lambda of a type that is gone.
template <class T>
struct MapTable {
  int arity;
  Trace (*trace)(const void* lambda, const Trace* arguments);
  MapLoops<T> loops[map_targets];
};

namespace detail {

template <int order, class T>
struct MapElementOf {
  using type = Dual<typename MapElementOf<order - 1, T>::type>;
};
template <class T>
struct MapElementOf<0, T> {
  using type = Number<T>;
};

/// x as an element of some order, with slope 1 along those directions that are its own.
template <int order, class T>
AGON_ALWAYS_INLINE auto seeded(T x, const T* seeds) {
  if constexpr (order == 0)
    return Number<T>(x);
  else {
    using Lower = typename MapElementOf<order - 1, T>::type;
    return Dual<Lower>{seeded<order - 1>(x, seeds + 1), Lower(*seeds)};
  }
}

/// The derivative along all directions.
template <class T>
AGON_ALWAYS_INLINE T innermost_slope(Number<T> x) {
  return x.value;
}
template <class S>
AGON_ALWAYS_INLINE auto innermost_slope(Dual<S> x) {
  return innermost_slope(x.slope);
}

/// The lambda on elements with its plain numbers, or on one whose result is a plain number.
template <class E, class F, class... X>
AGON_ALWAYS_INLINE E applied(const F& f, const X&... x) {
  return E(f(x...));
}

template <class F, class T, int... i>
AGON_ALWAYS_INLINE void value_loop(const MapLoopCall<T>& call, std::integer_sequence<int, i...>) {
  const F f = *static_cast<const F*>(call.lambda);
  const T* x[] = {call.arguments[i]...};
  T* out = call.outputs[0];
  for (std::int64_t c = 0; c < call.chunks; ++c) {
    AGON_INDEPENDENT_ITERATIONS
    for (std::int64_t at = 0; at < map_chunk; ++at)
      out[at] = applied<Number<T>>(f, Number<T>(x[i][at])...).value;
    ((x[i] += map_chunk), ...);
    out += map_chunk;
  }
}

/// The derivative by argument j of the lambda at one place.
template <int j, class F, class T, int... i>
AGON_ALWAYS_INLINE T partial(const F& f, std::int64_t at, const T* const* x,
                             std::integer_sequence<int, i...>) {
  using E = Dual<Number<T>>;
  return applied<E>(f, E{Number<T>(x[i][at]), Number<T>(i == j ? 1 : 0)}...).slope.value;
}

template <class F, class T, int... i>
AGON_ALWAYS_INLINE void gradients_loop(const MapLoopCall<T>& call,
                                       std::integer_sequence<int, i...> arguments) {
  const F f = *static_cast<const F*>(call.lambda);
  const T* x[] = {call.arguments[i]...};
  const T* factor = call.arguments[sizeof...(i)];
  T* out[] = {call.outputs[i]...};
  for (std::int64_t c = 0; c < call.chunks; ++c) {
    AGON_INDEPENDENT_ITERATIONS
    for (std::int64_t at = 0; at < map_chunk; ++at) {
      const T g = factor[at];
      const T results[] = {g * partial<i>(f, at, x, arguments)...};
      ((out[i][at] = results[i]), ...);
    }
    ((x[i] += map_chunk, out[i] += map_chunk), ...);
    factor += map_chunk;
  }
}

template <int order, class F, class T, int... i>
AGON_ALWAYS_INLINE void derivative_loop(const MapLoopCall<T>& call, std::integer_sequence<int, i...>) {
  using E = typename MapElementOf<order, T>::type;
  const F f = *static_cast<const F*>(call.lambda);
  const T* x[] = {call.arguments[i]...};
  const T* factor = call.arguments[sizeof...(i)];
  T* out = call.outputs[0];
  T seeds[sizeof...(i)][order];
  for (int argument = 0; argument < static_cast<int>(sizeof...(i)); ++argument)
    for (int o = 0; o < order; ++o) seeds[argument][o] = call.directions[o] == argument ? T{1} : T{0};
  for (std::int64_t c = 0; c < call.chunks; ++c) {
    AGON_INDEPENDENT_ITERATIONS
    for (std::int64_t at = 0; at < map_chunk; ++at)
      out[at] = factor[at] * innermost_slope(applied<E>(f, seeded<order>(x[i][at], seeds[i])...));
    ((x[i] += map_chunk), ...);
    factor += map_chunk;
    out += map_chunk;
  }
}

/// Takes the address of a generic lambda's function for elements E. g++ then leaves its signature alone; with
/// a changed one (IPA-SRA, IPA-CP), `flatten` no longer inlines it, and loops are not vectorised.
template <class E, class F, int... i>
AGON_ALWAYS_INLINE void keep_signature(std::integer_sequence<int, i...>) {
#ifndef __clang__
  if constexpr (requires { &F::template operator()<std::enable_if_t<i >= 0, E>...>; }) {
    static constinit const auto volatile kept = &F::template operator()<std::enable_if_t<i >= 0, E>...>;
    static_cast<void>(kept);
  }
#endif
}

/// Which loop: 0 the value, 1 the gradients, 2 to 4 the derivatives of order 1 to 3.
template <int kind, class F, int arity, class T>
AGON_ALWAYS_INLINE void map_loop(const MapLoopCall<T>& call) {
  constexpr std::make_integer_sequence<int, arity> arguments;
  constexpr int order = kind == 0 ? 0 : kind == 1 ? 1 : kind - 1;
  keep_signature<typename MapElementOf<order, T>::type, F>(arguments);
  if constexpr (kind == 0)
    value_loop<F>(call, arguments);
  else if constexpr (kind == 1)
    gradients_loop<F>(call, arguments);
  else
    derivative_loop<kind - 1, F>(call, arguments);
}

// A lambda compiled for the baseline may be inlined into these; `flatten` sees to it.
struct AsCompiled {
  template <int kind, class F, int arity, class T>
  __attribute__((flatten)) static void run(const MapLoopCall<T>& call) {
    map_loop<kind, F, arity>(call);
  }
};
#ifdef AGON_MAP_X86
struct Avx2 {
  template <int kind, class F, int arity, class T>
  __attribute__((target("avx2,fma"), flatten)) static void run(const MapLoopCall<T>& call) {
    map_loop<kind, F, arity>(call);
  }
};
struct Avx512 {
  template <int kind, class F, int arity, class T>
  __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"), flatten)) static void run(
      const MapLoopCall<T>& call) {
    map_loop<kind, F, arity>(call);
  }
};
#endif

template <class Target, class F, int arity, class T>
constexpr MapLoops<T> map_loops() {
  return {Target::template run<0, F, arity, T>,
          Target::template run<1, F, arity, T>,
          {Target::template run<2, F, arity, T>, Target::template run<3, F, arity, T>,
           Target::template run<4, F, arity, T>}};
}

/// Where only values are asked for.
template <class Target, class F, int arity, class T>
constexpr MapLoops<T> map_value_loops() {
  return {Target::template run<0, F, arity, T>, nullptr, {}};
}

template <class F, int... i>
Trace trace(const void* lambda, const Trace* arguments, std::integer_sequence<int, i...>) {
  return applied<Trace>(*static_cast<const F*>(lambda), arguments[i]...);
}

template <class F, int arity>
Trace trace(const void* lambda, const Trace* arguments) {
  return trace<F>(lambda, arguments, std::make_integer_sequence<int, arity>());
}

template <class F, int arity, class T>
inline constexpr MapTable<T> map_table{arity,
                                       trace<F, arity>,
                                       {
                                           map_loops<AsCompiled, F, arity, T>(),
#ifdef AGON_MAP_X86
                                           map_loops<Avx2, F, arity, T>(),
                                           map_loops<Avx512, F, arity, T>(),
#endif
                                       }};

template <class F, int arity, class T>
inline constexpr MapTable<T> map_value_table{arity,
                                             trace<F, arity>,
                                             {
                                                 map_value_loops<AsCompiled, F, arity, T>(),
#ifdef AGON_MAP_X86
                                                 map_value_loops<Avx2, F, arity, T>(),
                                                 map_value_loops<Avx512, F, arity, T>(),
#endif
                                             }};

}  // namespace detail

/// A lambda with its captured numbers, erased. Trivially copyable, as rules demand.
template <class T>
struct MapFunction {
  static constexpr std::size_t captured_bytes = 32;

  const char* name;
  const MapTable<T>* table;
  alignas(8) std::byte captured[captured_bytes];
};

/// `name` is a literal. The lambda captures at most 32 bytes of plain numbers.
template <class T, int arity, class F>
MapFunction<T> map_function(const char* name, const F& f,
                            const MapTable<T>& table = detail::map_table<F, arity, T>) {
  static_assert(arity >= 1 && arity <= most_map_arguments, "map takes one to four tensors");
  static_assert(std::is_trivially_copyable_v<F>, "a lambda of map captures only plain numbers");
  static_assert(sizeof(F) <= MapFunction<T>::captured_bytes, "a lambda of map captures at most 32 bytes");
  MapFunction<T> function{name, &table, {}};
  new (function.captured) F(f);
  return function;
}

/// One of whom only the value is asked, which is all that is compiled.
template <class T, int arity, class F>
MapFunction<T> map_value_function(const char* name, const F& f) {
  return map_function<T, arity>(name, f, detail::map_value_table<F, arity, T>);
}

}  // namespace agon::kernels
