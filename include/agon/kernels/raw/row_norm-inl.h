#pragma once

#include "agon/kernels/raw/norm-inl.h"

// Normalisation of each row of a matrix, whose statistics run along the row: layer norm and, about 0 instead
// of the mean, pixel norm.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// The sums of first(i) and second(i) over [0, n), several of each side by side.
template <class First, class Second>
AGON_ALWAYS_INLINE void two_sums(Index n, const First& first, const Second& second, double& a, double& b) {
  constexpr Index lanes = 16;
  double as[lanes] = {}, bs[lanes] = {};
  Index i = 0;
  for (; i + lanes <= n; i += lanes)
    for (Index j = 0; j < lanes; ++j) {
      as[j] += first(i + j);
      bs[j] += second(i + j);
    }
  for (Index j = 0; i < n; ++i, ++j) {
    as[j] += first(i);
    bs[j] += second(i);
  }
  for (Index width = lanes / 2; width > 0; width /= 2)
    for (Index j = 0; j < width; ++j) {
      as[j] += as[j + width];
      bs[j] += bs[j + width];
    }
  a = as[0];
  b = bs[0];
}

template <class T>
void row_norm(Index rows, Index channels, bool centred, const T* x, const T* gamma, const T* beta, double eps,
              T slope, T* y, T* mean, T* inv_std) {
  const double n = static_cast<double>(channels);
  for_each_range(rows, max_of(1, map_block / channels), map_grain, [=](Index begin, Index end) {
    const T *AGON_RESTRICT scale = gamma, *AGON_RESTRICT shift = beta;
    for (Index i = begin; i < end; ++i) {
      const T* AGON_RESTRICT in = x + i * channels;
      T* AGON_RESTRICT out = y + i * channels;
      const double level = centred ? contiguous_sum(channels, in, Identity{}) / n : 0;
      const double variance = contiguous_sum(channels, in,
                                             [level](T v) {
                                               const double distance = static_cast<double>(v) - level;
                                               return distance * distance;
                                             }) /
                              n;
      const T center = static_cast<T>(level), inverse = static_cast<T>(1 / sqrt_of(variance + eps));
      for (Index j = 0; j < channels; ++j) {
        const T value = (in[j] - center) * inverse * scale[j] + shift[j];
        out[j] = pick(value > 0, value, slope * value);
      }
      mean[i] = center;
      inv_std[i] = inverse;
    }
  });
}

/// gx of one row, inv_std (g - mean(g) - xhat mean(g xhat)) with g = gamma gy, times `slope` where y is not
/// above 0; about 0 without the mean(g).
template <class T>
AGON_ALWAYS_INLINE void row_norm_grad(Index channels, bool centred, const T* g, const T* AGON_RESTRICT in,
                                      const T* after, T slope_below, const T* AGON_RESTRICT gamma, T center,
                                      T inverse, T* AGON_RESTRICT gx) {
  const auto weighted = [=](Index j) { return pick(after[j] > 0, g[j], slope_below * g[j]) * gamma[j]; };
  double sum = 0, along = 0;
  two_sums(
      channels, [=](Index j) { return static_cast<double>(weighted(j)); },
      [=](Index j) { return static_cast<double>(weighted(j)) * static_cast<double>(in[j] - center); }, sum,
      along);
  const double n = static_cast<double>(channels), square = static_cast<double>(inverse * inverse);
  const T level = centred ? static_cast<T>(sum / n) : T{0}, tilt = static_cast<T>(along * square / n);
  for (Index j = 0; j < channels; ++j) gx[j] = inverse * ((weighted(j) - level) - (in[j] - center) * tilt);
}

/// Rows up to this length add to partial sums for gamma and beta as they come; longer ones are read again,
/// column by column.
constexpr Index longest_summed_row = 8192;

/// The sums over rows of g and g xhat, for a stretch of columns at a time.
template <class T>
void row_norm_affine_grad(Index rows, Index channels, const T* gy, const T* x, const T* y, T slope,
                          const T* mean, const T* inv_std, T* ggamma, T* gbeta) {
  for_each_range(channels, column_block, 1, [=](Index begin, Index end) {
    double sum[column_block] = {}, product[column_block] = {};
    for (Index i = 0; i < rows; ++i) {
      const Index first = i * channels + begin;
      const T *g = gy + first, *in = x + first, *after = y + first;
      const T center = mean[i], inverse = inv_std[i];
      for (Index j = 0; j < end - begin; ++j) {
        const T passed = pick(after[j] > 0, g[j], slope * g[j]);
        sum[j] += static_cast<double>(passed);
        product[j] += static_cast<double>(passed * ((in[j] - center) * inverse));
      }
    }
    for (Index j = begin; j < end; ++j) {
      gbeta[j] = static_cast<T>(sum[j - begin]);
      ggamma[j] = static_cast<T>(product[j - begin]);
    }
  });
}

template <class T>
void row_norm_grad(Index rows, Index channels, bool centred, const T* gy, const T* x, const T* y, T slope,
                   const T* gamma, const T* mean, const T* inv_std, T* gx, T* ggamma, T* gbeta) {
  const Index chunk = max_of(max_of(1, reduce_chunk / channels), blocks_of(rows, max_chunks)),
              chunks = blocks_of(rows, chunk);
  const Index kept = ggamma && channels <= longest_summed_row ? channels : 0;
  const Scratch<double> sums(chunks * kept), products(chunks * kept);
  for_each_range(rows, chunk, 1, [&](Index begin, Index end) {
    double *AGON_RESTRICT sum = sums.data() + begin / chunk * kept,
                          *AGON_RESTRICT product = products.data() + begin / chunk * kept;
    for (Index j = 0; j < kept; ++j) sum[j] = product[j] = 0;
    for (Index i = begin; i < end; ++i) {
      const T *g = gy + i * channels, *AGON_RESTRICT in = x + i * channels, *after = y + i * channels;
      const T center = mean[i], inverse = inv_std[i];
      row_norm_grad(channels, centred, g, in, after, slope, gamma, center, inverse, gx + i * channels);
      for (Index j = 0; j < kept; ++j) {
        const T passed = pick(after[j] > 0, g[j], slope * g[j]);
        sum[j] += static_cast<double>(passed);
        product[j] += static_cast<double>(passed * ((in[j] - center) * inverse));
      }
    }
  });
  if (ggamma && kept == 0)
    row_norm_affine_grad(rows, channels, gy, x, y, slope, mean, inv_std, ggamma, gbeta);
  for_each_range(kept, column_block, 1, [&](Index begin, Index end) {
    for (Index c = 1; c < chunks; ++c)
      for (Index j = begin; j < end; ++j) {
        sums[j] += sums[c * kept + j];
        products[j] += products[c * kept + j];
      }
    for (Index j = begin; j < end; ++j) {
      gbeta[j] = static_cast<T>(sums[j]);
      ggamma[j] = static_cast<T>(products[j]);
    }
  });
}

/// What the gradients of <gx, u> are made of, for one row or group: with g = gamma gy, U, A, C and B the
/// means of u, g, u xhat and g xhat (U and A are 0 about 0) and P = mean(u g) - U A - C B,
///     h = inv_std (u - U - xhat C),  ggy = gamma h,  ggamma = sum of gy h,
///     ggx = -inv_std^2 (xhat (P - 2 B C) + B (u - U) + C (g - A)).
template <class T>
struct NormGradGrad {
  T u_mean, g_mean, inverse, u_tilt;  // u_tilt: of x - mean in h / inv_std
  T x_factor, u_factor, g_factor;     // of x - mean, u - U and g - A in ggx

  /// From the sums of u, g, u g, u (x - mean) and g (x - mean) over n elements.
  NormGradGrad(bool centred, double n, double u, double g, double ug, double ux, double gx, double inv_std) {
    const double mean_u = centred ? u / n : 0, mean_g = centred ? g / n : 0;
    const double along_u = ux * inv_std / n, along_g = gx * inv_std / n, square = inv_std * inv_std;
    const double p = ug / n - mean_u * mean_g - along_u * along_g;
    u_mean = static_cast<T>(mean_u);
    g_mean = static_cast<T>(mean_g);
    inverse = static_cast<T>(inv_std);
    u_tilt = static_cast<T>(along_u * inv_std);
    x_factor = static_cast<T>(-square * inv_std * (p - 2 * along_g * along_u));
    u_factor = static_cast<T>(-square * along_g);
    g_factor = static_cast<T>(-square * along_u);
  }
};

/// The sums that NormGradGrad asks for, of one row.
template <class T>
AGON_ALWAYS_INLINE NormGradGrad<T> row_grad_grad(Index n, bool centred, const T* u, const T* gy, const T* x,
                                                 const T* gamma, T center, T inverse) {
  const auto to_double = [](T v) { return static_cast<double>(v); };
  const auto g = [=](Index j) { return to_double(gy[j] * gamma[j]); };
  const auto distance = [=](Index j) { return to_double(x[j] - center); };
  double u_sum, g_sum, ug, ux, gx, nothing;
  two_sums(
      n, [=](Index j) { return to_double(u[j]); }, g, u_sum, g_sum);
  two_sums(
      n, [=](Index j) { return to_double(u[j]) * g(j); },
      [=](Index j) { return to_double(u[j]) * distance(j); }, ug, ux);
  two_sums(
      n, [=](Index j) { return g(j) * distance(j); }, [](Index) { return 0.0; }, gx, nothing);
  return {centred, static_cast<double>(n), u_sum, g_sum, ug, ux, gx, to_double(inverse)};
}

/// The gradients of <gx, u> for gy, x and gamma, with gx as row_norm_grad makes it from a slope of 1.
template <class T>
void row_norm_grad_grad(Index rows, Index channels, bool centred, const T* u, const T* gy, const T* x,
                        const T* gamma, const T* mean, const T* inv_std, T* ggy, T* ggx, T* ggamma) {
  const Index most = max_of(2, min_of(max_chunks, (Index{1} << 19) / channels));
  const Index chunk = max_of(max_of(1, reduce_chunk / channels), blocks_of(rows, most)),
              chunks = blocks_of(rows, chunk);
  const Scratch<double> sums(chunks * channels);
  for_each_range(rows, chunk, 1, [&](Index begin, Index end) {
    double* AGON_RESTRICT sum = sums.data() + begin / chunk * channels;
    const T* AGON_RESTRICT scale = gamma;
    for (Index j = 0; j < channels; ++j) sum[j] = 0;
    for (Index i = begin; i < end; ++i) {
      const T *AGON_RESTRICT v = u + i * channels, *AGON_RESTRICT g = gy + i * channels,
                             *AGON_RESTRICT in = x + i * channels;
      T *AGON_RESTRICT for_gy = ggy + i * channels, *AGON_RESTRICT for_x = ggx + i * channels;
      const T center = mean[i];
      const NormGradGrad<T> m = row_grad_grad(channels, centred, v, g, in, gamma, center, inv_std[i]);
      for (Index j = 0; j < channels; ++j) {
        const T distance = in[j] - center, from_mean = v[j] - m.u_mean;
        const T h = m.inverse * (from_mean - distance * m.u_tilt);
        for_gy[j] = scale[j] * h;
        for_x[j] = distance * m.x_factor + from_mean * m.u_factor + (scale[j] * g[j] - m.g_mean) * m.g_factor;
        sum[j] += static_cast<double>(g[j] * h);
      }
    }
  });
  for_each_range(channels, column_block, 1, [&](Index begin, Index end) {
    for (Index c = 1; c < chunks; ++c)
      for (Index j = begin; j < end; ++j) sums[j] += sums[c * channels + j];
    for (Index j = begin; j < end; ++j) ggamma[j] = static_cast<T>(sums[j]);
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
