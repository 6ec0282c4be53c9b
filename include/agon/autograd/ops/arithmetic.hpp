#pragma once

#include "agon/autograd/variable.hpp"

/// Arithmetic, element by element. Two operands broadcast as in NumPy: shapes are aligned at their last axes,
/// and axes of size 1 repeat. Shapes that do not match throw Error. All are differentiable to
/// order 3 at least, + - * / and exp to any.
namespace agon {

Var operator+(const Var& a, const Var& b);
Var operator-(const Var& a, const Var& b);
Var operator*(const Var& a, const Var& b);
Var operator/(const Var& a, const Var& b);
f64::Var operator+(const f64::Var& a, const f64::Var& b);
f64::Var operator-(const f64::Var& a, const f64::Var& b);
f64::Var operator*(const f64::Var& a, const f64::Var& b);
f64::Var operator/(const f64::Var& a, const f64::Var& b);

/// scale * x + shift with two numbers.
Var affine(const Var& x, float scale, float shift);
f64::Var affine(const f64::Var& x, double scale, double shift);

inline Var operator-(const Var& x) { return affine(x, -1, 0); }
inline Var operator+(const Var& x, float c) { return affine(x, 1, c); }
inline Var operator+(float c, const Var& x) { return affine(x, 1, c); }
inline Var operator-(const Var& x, float c) { return affine(x, 1, -c); }
inline Var operator-(float c, const Var& x) { return affine(x, -1, c); }
inline Var operator*(const Var& x, float c) { return affine(x, c, 0); }
inline Var operator*(float c, const Var& x) { return affine(x, c, 0); }
inline Var operator/(const Var& x, float c) { return affine(x, 1 / c, 0); }
Var operator/(float c, const Var& x);
inline f64::Var operator-(const f64::Var& x) { return affine(x, -1, 0); }
inline f64::Var operator+(const f64::Var& x, double c) { return affine(x, 1, c); }
inline f64::Var operator+(double c, const f64::Var& x) { return affine(x, 1, c); }
inline f64::Var operator-(const f64::Var& x, double c) { return affine(x, 1, -c); }
inline f64::Var operator-(double c, const f64::Var& x) { return affine(x, -1, c); }
inline f64::Var operator*(const f64::Var& x, double c) { return affine(x, c, 0); }
inline f64::Var operator*(double c, const f64::Var& x) { return affine(x, c, 0); }
inline f64::Var operator/(const f64::Var& x, double c) { return affine(x, 1 / c, 0); }
f64::Var operator/(double c, const f64::Var& x);

Var square(const Var& x);
f64::Var square(const f64::Var& x);

/// The square root of x >= 0. Its derivative at 0 is taken as 0, to any order, so that the norm of a dead
/// unit's zeros does not make a NaN.
Var sqrt(const Var& x);
f64::Var sqrt(const f64::Var& x);

/// 1 / x, and 0 where x is 0.
Var reciprocal_or_zero(const Var& x);
f64::Var reciprocal_or_zero(const f64::Var& x);

Var exp(const Var& x);
f64::Var exp(const f64::Var& x);

/// The natural logarithm of x > 0.
Var log(const Var& x);
f64::Var log(const f64::Var& x);

/// |x|, with derivative sign(x): 0 at 0.
Var abs(const Var& x);
f64::Var abs(const f64::Var& x);

/// -1, 0 or 1; its derivative is 0 everywhere.
Var sign(const Var& x);
f64::Var sign(const f64::Var& x);

/// x to a constant power; x > 0 unless the power is a whole number.
Var pow(const Var& x, float power);
f64::Var pow(const f64::Var& x, double power);

/// a + t * (b - a): a where t is 0 and, up to rounding, b where t is 1.
Var lerp(const Var& a, const Var& b, const Var& t);
f64::Var lerp(const f64::Var& a, const f64::Var& b, const f64::Var& t);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/arithmetic-inl.h"
#endif
