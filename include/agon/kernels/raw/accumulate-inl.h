#pragma once

#include "agon/kernels/raw/prelude-inl.h"

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"  // under a user's -O0 or -O1 the loops stay plain
#endif

namespace agon::kernels::AGON_ISA_NAMESPACE {

/// x may be `into` itself.
template <class T>
void accumulate(Index n, const T* x, T* into) {
  for_each_range(n, map_block, map_grain, [=](Index begin, Index end) {
    AGON_INDEPENDENT_ITERATIONS
    for (Index i = begin; i < end; ++i) into[i] += x[i];
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#ifdef __clang__
#pragma clang diagnostic pop
#endif
