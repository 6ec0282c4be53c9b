#pragma once

#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>

#include "agon/core/error.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/table.hpp"
#ifdef AGON_HEADER_ONLY
#include "agon/kernels/raw/table-inl.h"
#endif

namespace agon {
namespace kernels {

#ifdef AGON_HEADER_ONLY
namespace native {
template <class T>
inline constexpr KernelTable<T> plain_table = make_table<T>();
}  // namespace native
#else
// Defined by src/kernels/isa/raw.cpp, once for each instruction set.
namespace baseline {
extern const KernelTable<float> float_table;
extern const KernelTable<double> double_table;
}  // namespace baseline
#ifdef AGON_KERNELS_X86
namespace avx2 {
extern const KernelTable<float> float_table;
extern const KernelTable<double> double_table;
}  // namespace avx2
namespace avx512 {
extern const KernelTable<float> float_table;
extern const KernelTable<double> double_table;
}  // namespace avx512
#endif
#endif

}  // namespace kernels

namespace detail {

AGON_INLINE bool processor_has(Isa isa) {
  switch (isa) {
#ifdef AGON_HEADER_ONLY
    case Isa::native:
      return true;
#else
    case Isa::baseline:
      return true;
#ifdef AGON_KERNELS_X86
    case Isa::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case Isa::avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
#endif
    default:
      return false;
  }
}

AGON_INLINE std::string names_of(const std::vector<Isa>& isas) {
  std::string names;
  for (Isa isa : isas) names += (names.empty() ? "" : ", ") + std::string(name_of(isa));
  return names;
}

// An AGON_ISA that cannot be had is an error at the first kernel, never silently another choice.
AGON_INLINE Isa first_isa() {
  const std::vector<Isa> isas = available_isas();
  if (isas.size() == 1) return isas.back();
  const char* wanted = std::getenv("AGON_ISA");
  if (!wanted || !*wanted) return isas.back();
  for (Isa isa : isas)
    if (std::string_view(wanted) == name_of(isa)) return isa;
  fail("AGON_ISA", "expected one of " + names_of(isas) + ", got " + wanted);
}

AGON_INLINE std::atomic<Isa>& current_isa() {
  static std::atomic<Isa> isa{first_isa()};
  return isa;
}

}  // namespace detail

AGON_INLINE const char* name_of(Isa isa) {
  switch (isa) {
    case Isa::native:
      return "native";
    case Isa::baseline:
      return "baseline";
    case Isa::avx2:
      return "avx2";
    case Isa::avx512:
      return "avx512";
  }
  return "unknown";
}

AGON_INLINE Isa isa() { return detail::current_isa().load(std::memory_order_relaxed); }

AGON_INLINE void set_isa(Isa isa) {
  if (!detail::processor_has(isa))
    fail("set_isa", "expected one of " + detail::names_of(available_isas()) + ", got " + name_of(isa));
  detail::current_isa().store(isa, std::memory_order_relaxed);
}

AGON_INLINE std::vector<Isa> available_isas() {
  std::vector<Isa> isas;
  for (Isa isa : {Isa::native, Isa::baseline, Isa::avx2, Isa::avx512})
    if (detail::processor_has(isa)) isas.push_back(isa);
  return isas;
}

namespace kernels {

#ifdef AGON_HEADER_ONLY
template <class T>
const KernelTable<T>& table() {
  return native::plain_table<T>;
}
#else
template <>
const KernelTable<float>& table<float>() {
#ifdef AGON_KERNELS_X86
  if (isa() == Isa::avx512) return avx512::float_table;
  if (isa() == Isa::avx2) return avx2::float_table;
#endif
  return baseline::float_table;
}
template <>
const KernelTable<double>& table<double>() {
#ifdef AGON_KERNELS_X86
  if (isa() == Isa::avx512) return avx512::double_table;
  if (isa() == Isa::avx2) return avx2::double_table;
#endif
  return baseline::double_table;
}
#endif

}  // namespace kernels
}  // namespace agon
