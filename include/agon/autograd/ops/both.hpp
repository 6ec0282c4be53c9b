#pragma once

#include "agon/core/config.hpp"

/// Operations are overloads for both scalars, not templates, so that tensors and parameters convert to
/// variables in any place. Their bodies are written once, as templates in `agon::ops`; these lines forward to
/// them.
#define AGON_UNARY_OP(name)                                          \
  AGON_INLINE Var name(const Var& x) { return ops::name<float>(x); } \
  AGON_INLINE f64::Var name(const f64::Var& x) { return ops::name<double>(x); }

#define AGON_BINARY_OP(name, body)                                                    \
  AGON_INLINE Var name(const Var& a, const Var& b) { return ops::body<float>(a, b); } \
  AGON_INLINE f64::Var name(const f64::Var& a, const f64::Var& b) { return ops::body<double>(a, b); }
