#pragma once

#include "agon/kernels/raw/prelude-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

inline Index pixels_of(const ConvShape& s) { return s.windows(); }
inline Index window_of(const ConvShape& s) { return s.window(); }

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
