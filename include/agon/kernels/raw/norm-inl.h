#pragma once

#include "agon/kernels/raw/reduce-inl.h"
#include "agon/kernels/raw/vmath-inl.h"

// Batch normalisation of a matrix of rows by channels, whose statistics run over the rows.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Fixed chunks of rows, each with its own partial sums.
struct RowChunks {
  Index rows, channels;
  Index chunk = max_of(max_of(1, reduce_chunk / channels), blocks_of(rows, max_chunks));
  Index count = blocks_of(rows, chunk);
  Index begin(Index i) const { return i * chunk; }
  Index length(Index i) const { return min_of(chunk, rows - i * chunk); }
};

/// Mean and squared distance from it of one chunk, in two passes over rows that stay in the cache.
template <class T>
void chunk_moments(Index rows, Index channels, const T* x, double* AGON_RESTRICT mean,
                   double* AGON_RESTRICT spread) {
  for (Index j = 0; j < channels; ++j) mean[j] = spread[j] = 0;
  add_rows(rows, channels, x, channels, mean, Identity{});
  for (Index j = 0; j < channels; ++j) mean[j] /= static_cast<double>(rows);
  for (Index i = 0; i < rows; ++i) {
    const T* AGON_RESTRICT row = x + i * channels;
    for (Index j = 0; j < channels; ++j) {
      const double distance = static_cast<double>(row[j]) - mean[j];
      spread[j] += distance * distance;
    }
  }
}

/// Joins the moments of chunks in order: Chan, Golub, LeVeque, "Updating formulae and a pairwise algorithm
/// for computing sample variances", 1979. On return the first chunk's hold the mean and the squared distance
/// of all rows.
inline void join_moments(const RowChunks& chunks, double* means, double* spreads) {
  const Index channels = chunks.channels;
  double rows = static_cast<double>(chunks.length(0));
  for (Index c = 1; c < chunks.count; ++c) {
    const double more = static_cast<double>(chunks.length(c)), total = rows + more;
    for (Index j = 0; j < channels; ++j) {
      const double step = means[c * channels + j] - means[j];
      means[j] += step * (more / total);
      spreads[j] += spreads[c * channels + j] + step * step * (rows * more / total);
    }
    rows = total;
  }
}

/// y = (x - center) factor + shift on rows, times `slope` where that is below 0.
template <class T>
void normalise_rows(Index rows, Index channels, const T* x, const T* AGON_RESTRICT center,
                    const T* AGON_RESTRICT factor, const T* AGON_RESTRICT shift, T slope, T* y) {
  for (Index i = 0; i < rows; ++i) {
    const T* AGON_RESTRICT in = x + i * channels;
    T* AGON_RESTRICT out = y + i * channels;
    for (Index j = 0; j < channels; ++j) {
      const T value = (in[j] - center[j]) * factor[j] + shift[j];
      out[j] = pick(value > 0, value, slope * value);
    }
  }
}

/// The sums over rows of g and of g (x - center), with g = gy, times `slope` where y is not above 0.
template <class T>
void gradient_sums(Index rows, Index channels, const T* gy, const T* x, const T* y, T slope,
                   const T* AGON_RESTRICT center, double* AGON_RESTRICT sum, double* AGON_RESTRICT product) {
  for (Index j = 0; j < channels; ++j) sum[j] = product[j] = 0;
  for (Index i = 0; i < rows; ++i) {
    const T *g = gy + i * channels, *AGON_RESTRICT in = x + i * channels, *after = y + i * channels;
    for (Index j = 0; j < channels; ++j) {
      const double passed = static_cast<double>(pick(after[j] > 0, g[j], slope * g[j]));
      sum[j] += passed;
      product[j] += passed * static_cast<double>(in[j] - center[j]);
    }
  }
}

/// The sums over rows of u, gy, u gy, u (x - center) and gy (x - center), each a row of channels.
constexpr Index grad_grad_sums = 5;
template <class T>
void second_gradient_sums(Index rows, Index channels, const T* u, const T* gy, const T* x,
                          const T* AGON_RESTRICT center, double* AGON_RESTRICT sum) {
  for (Index j = 0; j < grad_grad_sums * channels; ++j) sum[j] = 0;
  for (Index i = 0; i < rows; ++i) {
    const T *AGON_RESTRICT v = u + i * channels, *AGON_RESTRICT g = gy + i * channels,
                           *AGON_RESTRICT in = x + i * channels;
    for (Index j = 0; j < channels; ++j) {
      const double a = static_cast<double>(v[j]), b = static_cast<double>(g[j]),
                   centred = static_cast<double>(in[j] - center[j]);
      sum[j] += a;
      sum[channels + j] += b;
      sum[2 * channels + j] += a * b;
      sum[3 * channels + j] += a * centred;
      sum[4 * channels + j] += b * centred;
    }
  }
}

/// y = (x - mean) inv_std gamma + beta, times `slope` where that is below 0.
template <class T>
void batch_norm(Index rows, Index channels, const T* x, const T* gamma, const T* beta, double eps, T slope,
                T* y, T* mean, T* variance, T* inv_std) {
  const RowChunks chunks{rows, channels};
  const Scratch<double> means(chunks.count * channels), spreads(chunks.count * channels);
  for_each_block(chunks.count, 1, [&](Index c) {
    chunk_moments(chunks.length(c), channels, x + chunks.begin(c) * channels, means.data() + c * channels,
                  spreads.data() + c * channels);
  });
  join_moments(chunks, means.data(), spreads.data());
  const Scratch<T> scale(channels);
  for (Index j = 0; j < channels; ++j) {
    const double biased = spreads[j] / static_cast<double>(rows), inverse = 1 / sqrt_of(biased + eps);
    mean[j] = static_cast<T>(means[j]);
    variance[j] = static_cast<T>(biased);
    inv_std[j] = static_cast<T>(inverse);
    scale[j] = static_cast<T>(inverse * static_cast<double>(gamma[j]));
  }
  for_each_block(chunks.count, 1, [&](Index c) {
    const Index at = chunks.begin(c) * channels;
    normalise_rows(chunks.length(c), channels, x + at, mean, scale.data(), beta, slope, y + at);
  });
}

/// gx = gamma inv_std (g - mean(g) - xhat mean(g xhat)), with xhat = (x - mean) inv_std, and g = gy, times
/// `slope` where y, the result, is not above 0. Where the slope is 1, y may be gy itself: any numbers.
template <class T>
void batch_norm_grad(Index rows, Index channels, const T* gy, const T* x, const T* y, T slope_below,
                     const T* gamma, const T* mean, const T* inv_std, T* gx, T* ggamma, T* gbeta) {
  const RowChunks chunks{rows, channels};
  const Scratch<double> sums(chunks.count * channels), products(chunks.count * channels);
  for_each_block(chunks.count, 1, [&](Index c) {
    const Index at = chunks.begin(c) * channels;
    gradient_sums(chunks.length(c), channels, gy + at, x + at, y + at, slope_below, mean,
                  sums.data() + c * channels, products.data() + c * channels);
  });
  const Scratch<T> scale(channels), offset(channels), slope(channels);
  for (Index j = 0; j < channels; ++j) {
    for (Index c = 1; c < chunks.count; ++c) {
      sums[j] += sums[c * channels + j];
      products[j] += products[c * channels + j];
    }
    const double inverse = static_cast<double>(inv_std[j]), n = static_cast<double>(rows);
    const double along = products[j] * inverse;  // sum of gy xhat
    ggamma[j] = static_cast<T>(along);
    gbeta[j] = static_cast<T>(sums[j]);
    scale[j] = static_cast<T>(static_cast<double>(gamma[j]) * inverse);
    offset[j] = static_cast<T>(sums[j] / n);
    slope[j] = static_cast<T>(along * inverse / n);
  }
  for_each_block(chunks.count, 1, [&](Index c) {
    const T *AGON_RESTRICT center = mean, *AGON_RESTRICT factor = scale.data();
    const T *AGON_RESTRICT level = offset.data(), *AGON_RESTRICT tilt = slope.data();
    for (Index i = chunks.begin(c); i < chunks.begin(c) + chunks.length(c); ++i) {
      const T *g = gy + i * channels, *AGON_RESTRICT in = x + i * channels, *after = y + i * channels;
      T* AGON_RESTRICT out = gx + i * channels;
      for (Index j = 0; j < channels; ++j) {
        const T passed = pick(after[j] > 0, g[j], slope_below * g[j]);
        out[j] = factor[j] * ((passed - level[j]) - (in[j] - center[j]) * tilt[j]);
      }
    }
  });
}

/// The gradients of <gx, u> for gy, x and gamma, with gx as batch_norm_grad makes it. With U, A, C, B the
/// means of u, gy, u xhat, gy xhat and P the sum of u (gy - A - xhat B):
///     ggy = gamma inv_std (u - U - xhat C),  ggamma = inv_std P,
///     ggx = -gamma inv_std^2 (xhat (P / rows - 2 B C) + B (u - U) + C (gy - A)).
template <class T>
void batch_norm_grad_grad(Index rows, Index channels, const T* u, const T* gy, const T* x, const T* gamma,
                          const T* mean, const T* inv_std, T* ggy, T* ggx, T* ggamma) {
  const RowChunks chunks{rows, channels};
  const Scratch<double> sums(chunks.count * grad_grad_sums * channels);
  for_each_block(chunks.count, 1, [&](Index c) {
    const Index at = chunks.begin(c) * channels;
    second_gradient_sums(chunks.length(c), channels, u + at, gy + at, x + at, mean,
                         sums.data() + c * grad_grad_sums * channels);
  });
  for (Index c = 1; c < chunks.count; ++c)
    for (Index j = 0; j < grad_grad_sums * channels; ++j) sums[j] += sums[c * grad_grad_sums * channels + j];

  // For each channel: the two means, and what xhat, u - U and gy - A are multiplied by.
  const Scratch<T> u_mean(channels), gy_mean(channels), scale(channels), u_tilt(channels), tilt(channels),
      u_factor(channels), gy_factor(channels);
  for (Index j = 0; j < channels; ++j) {
    const double n = static_cast<double>(rows), inverse = static_cast<double>(inv_std[j]),
                 factor = static_cast<double>(gamma[j]) * inverse;
    const double mean_u = sums[j] / n, mean_gy = sums[channels + j] / n;
    const double along_u = sums[3 * channels + j] * inverse / n,
                 along_gy = sums[4 * channels + j] * inverse / n;
    const double p = sums[2 * channels + j] - n * (mean_u * mean_gy + along_u * along_gy);
    ggamma[j] = static_cast<T>(inverse * p);
    u_mean[j] = static_cast<T>(mean_u);
    gy_mean[j] = static_cast<T>(mean_gy);
    scale[j] = static_cast<T>(factor);
    u_tilt[j] = static_cast<T>(along_u * inverse);
    tilt[j] = static_cast<T>(-factor * inverse * (p / n - 2 * along_gy * along_u) * inverse);
    u_factor[j] = static_cast<T>(-factor * inverse * along_gy);
    gy_factor[j] = static_cast<T>(-factor * inverse * along_u);
  }
  for_each_block(chunks.count, 1, [&](Index c) {
    const T *AGON_RESTRICT center = mean, *AGON_RESTRICT mu = u_mean.data(),
                           *AGON_RESTRICT mg = gy_mean.data(), *AGON_RESTRICT factor = scale.data(),
                           *AGON_RESTRICT ut = u_tilt.data(), *AGON_RESTRICT xt = tilt.data(),
                           *AGON_RESTRICT uf = u_factor.data(), *AGON_RESTRICT gf = gy_factor.data();
    for (Index i = chunks.begin(c); i < chunks.begin(c) + chunks.length(c); ++i) {
      const T *AGON_RESTRICT v = u + i * channels, *AGON_RESTRICT g = gy + i * channels,
                             *AGON_RESTRICT in = x + i * channels;
      T *AGON_RESTRICT for_gy = ggy + i * channels, *AGON_RESTRICT for_x = ggx + i * channels;
      for (Index j = 0; j < channels; ++j) {
        const T centred = in[j] - center[j], a = v[j] - mu[j], b = g[j] - mg[j];
        for_gy[j] = factor[j] * (a - centred * ut[j]);
        for_x[j] = centred * xt[j] + a * uf[j] + b * gf[j];
      }
    }
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
