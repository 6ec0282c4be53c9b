#pragma once

#include <vector>

#include "agon/core/config.hpp"

namespace agon {

/// The instruction sets that the kernels are built for, slowest first. `native` is the header-only library's
/// only one: whatever the program's own compiler flags ask for.
enum class Isa { native, baseline, avx2, avx512 };

/// "baseline", "avx2" and so on.
const char* name_of(Isa isa);

/// The instruction set in use: the best that the processor has, unless the environment variable AGON_ISA
/// (read once, and only where there is a choice) names another, or `set_isa` has set one. Throws Error
/// "[AGON_ISA] ..." where the variable names none of `available_isas()`.
Isa isa();

/// Sets it for the whole process. Not to be called while kernels run. Throws Error "[set_isa] ..." where this
/// build or this processor lacks it.
void set_isa(Isa isa);

/// What this build and this processor both have, slowest first.
std::vector<Isa> available_isas();

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/isa-inl.h"
#endif
