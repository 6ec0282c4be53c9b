#pragma once

#include "agon/kernels/raw/row_norm-inl.h"

// Normalisation of each sample, whose statistics run over its rows and over groups of neighbouring channels:
// group norm and, with a group for each channel, instance norm.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// The chunks of all samples, and the places of channels in groups.
struct GroupChunks {
  GroupNormShape shape;
  RowChunks sample{shape.rows, shape.channels};
  Index width = shape.channels / shape.groups;
  Index count = shape.samples * sample.count;

  Index sample_of(Index block) const { return block / sample.count; }
  Index begin(Index block) const {
    return sample_of(block) * shape.rows + sample.begin(block % sample.count);
  }
  Index length(Index block) const { return sample.length(block % sample.count); }
  /// Blocks worth a thread.
  Index grain() const { return max_of(1, 2 * map_block / (sample.chunk * shape.channels)); }
  /// How many values one mean is of.
  double values() const { return static_cast<double>(shape.rows * width); }
};

/// Mean and squared distance from it of one group, from those of its channels.
inline void group_moments(const GroupChunks& chunks, const double* means, const double* spreads, double& mean,
                          double& spread) {
  mean = spread = 0;
  for (Index j = 0; j < chunks.width; ++j) mean += means[j];
  mean /= static_cast<double>(chunks.width);
  for (Index j = 0; j < chunks.width; ++j) {
    const double step = means[j] - mean;
    spread += spreads[j] + step * step * static_cast<double>(chunks.shape.rows);
  }
}

template <class T>
void group_norm(const GroupNormShape& shape, const T* x, const T* gamma, const T* beta, double eps, T slope,
                T* y, T* mean, T* inv_std) {
  const GroupChunks chunks{shape};
  const Index channels = shape.channels, stretch = chunks.sample.count * channels;
  const Scratch<double> means(chunks.count * channels), spreads(chunks.count * channels);
  for_each_block(chunks.count, chunks.grain(), [&](Index c) {
    chunk_moments(chunks.length(c), channels, x + chunks.begin(c) * channels, means.data() + c * channels,
                  spreads.data() + c * channels);
  });
  const Scratch<T> centers(shape.samples * channels), scales(shape.samples * channels);
  for_each_block(shape.samples, max_of(1, map_block / channels), [&](Index s) {
    double *own_means = means.data() + s * stretch, *own_spreads = spreads.data() + s * stretch;
    join_moments(chunks.sample, own_means, own_spreads);
    for (Index g = 0, first = 0; g < shape.groups; ++g, first += chunks.width) {
      double level, spread;
      group_moments(chunks, own_means + first, own_spreads + first, level, spread);
      const double inverse = 1 / sqrt_of(spread / chunks.values() + eps);
      mean[s * shape.groups + g] = static_cast<T>(level);
      inv_std[s * shape.groups + g] = static_cast<T>(inverse);
      for (Index j = first; j < first + chunks.width; ++j) {
        centers[s * channels + j] = static_cast<T>(level);
        scales[s * channels + j] = static_cast<T>(inverse * static_cast<double>(gamma[j]));
      }
    }
  });
  for_each_block(chunks.count, chunks.grain(), [&](Index c) {
    const Index own = chunks.sample_of(c) * channels, at = chunks.begin(c) * channels;
    normalise_rows(chunks.length(c), channels, x + at, centers.data() + own, scales.data() + own, beta, slope,
                   y + at);
  });
}

/// For each sample and channel: what gy and x - center are multiplied by in gx, and what is taken off.
template <class T>
struct GroupGradFactors {
  Scratch<T> center, factor, level, tilt;
  explicit GroupGradFactors(Index n) : center(n), factor(n), level(n), tilt(n) {}
};

/// From the sums over one sample's rows of gy and of gy (x - mean).
template <class T>
void group_grad_factors(const GroupChunks& chunks, Index s, const double* sums, const double* products,
                        const T* gamma, const T* inv_std, const GroupGradFactors<T>& factors) {
  for (Index g = 0, first = 0; g < chunks.shape.groups; ++g, first += chunks.width) {
    const double inverse = static_cast<double>(inv_std[s * chunks.shape.groups + g]);
    double sum = 0, along = 0;
    for (Index j = first; j < first + chunks.width; ++j) {
      sum += sums[j] * static_cast<double>(gamma[j]);
      along += products[j] * static_cast<double>(gamma[j]);
    }
    for (Index j = first; j < first + chunks.width; ++j) {
      const Index at = s * chunks.shape.channels + j;
      factors.factor[at] = static_cast<T>(inverse * static_cast<double>(gamma[j]));
      factors.level[at] = static_cast<T>(inverse * sum / chunks.values());
      factors.tilt[at] = static_cast<T>(inverse * inverse * inverse * along / chunks.values());
    }
  }
}

/// gx = inv_std (g - mean(g) - xhat mean(g xhat)) with g = gamma gy, times `slope` where y is not above 0.
template <class T>
void group_norm_grad(const GroupNormShape& shape, const T* gy, const T* x, const T* y, T slope,
                     const T* gamma, const T* mean, const T* inv_std, T* gx, T* ggamma, T* gbeta) {
  const GroupChunks chunks{shape};
  const Index channels = shape.channels, stretch = chunks.sample.count * channels;
  const GroupGradFactors<T> factors(shape.samples * channels);
  for (Index s = 0; s < shape.samples; ++s)
    for (Index j = 0; j < channels; ++j)
      factors.center[s * channels + j] = mean[s * shape.groups + j / chunks.width];
  const Scratch<double> sums(chunks.count * channels), products(chunks.count * channels);
  for_each_block(chunks.count, chunks.grain(), [&](Index c) {
    const Index at = chunks.begin(c) * channels;
    gradient_sums(chunks.length(c), channels, gy + at, x + at, y + at, slope,
                  factors.center.data() + chunks.sample_of(c) * channels, sums.data() + c * channels,
                  products.data() + c * channels);
  });
  for_each_block(shape.samples, max_of(1, map_block / channels), [&](Index s) {
    double *sum = sums.data() + s * stretch, *product = products.data() + s * stretch;
    for (Index c = 1; c < chunks.sample.count; ++c)
      for (Index j = 0; j < channels; ++j) {
        sum[j] += sum[c * channels + j];
        product[j] += product[c * channels + j];
      }
    group_grad_factors(chunks, s, sum, product, gamma, inv_std, factors);
  });
  for (Index j = 0; j < channels; ++j) {
    double along = 0, total = 0;
    for (Index s = 0; s < shape.samples; ++s) {
      total += sums[s * stretch + j];
      along += products[s * stretch + j] * static_cast<double>(inv_std[s * shape.groups + j / chunks.width]);
    }
    ggamma[j] = static_cast<T>(along);
    gbeta[j] = static_cast<T>(total);
  }
  for_each_block(chunks.count, chunks.grain(), [&](Index c) {
    const Index first = chunks.sample_of(c) * channels;
    const T *AGON_RESTRICT center = factors.center.data() + first,
                           *AGON_RESTRICT factor = factors.factor.data() + first,
                           *AGON_RESTRICT level = factors.level.data() + first,
                           *AGON_RESTRICT tilt = factors.tilt.data() + first;
    for (Index i = chunks.begin(c); i < chunks.begin(c) + chunks.length(c); ++i) {
      const T *g = gy + i * channels, *AGON_RESTRICT in = x + i * channels, *after = y + i * channels;
      T* AGON_RESTRICT out = gx + i * channels;
      for (Index j = 0; j < channels; ++j) {
        const T passed = pick(after[j] > 0, g[j], slope * g[j]);
        out[j] = (factor[j] * passed - level[j]) - (in[j] - center[j]) * tilt[j];
      }
    }
  });
}

/// The rows of channels that NormGradGrad becomes, with gamma in them.
constexpr Index grad_grad_factors = 7;

/// One sample's sums, added up from its chunks; and from them its factors.
template <class T>
void group_grad_grad_factors(const GroupChunks& chunks, double* sums, const T* gamma, const T* inv_std,
                             T* factors) {
  const Index channels = chunks.shape.channels, row = grad_grad_sums * channels;
  for (Index c = 1; c < chunks.sample.count; ++c)
    for (Index j = 0; j < row; ++j) sums[j] += sums[c * row + j];
  for (Index g = 0, first = 0; g < chunks.shape.groups; ++g, first += chunks.width) {
    double u = 0, gy = 0, ug = 0, ux = 0, gx = 0;
    for (Index j = first; j < first + chunks.width; ++j) {
      const double scale = static_cast<double>(gamma[j]);
      u += sums[j];
      gy += sums[channels + j] * scale;
      ug += sums[2 * channels + j] * scale;
      ux += sums[3 * channels + j];
      gx += sums[4 * channels + j] * scale;
    }
    const NormGradGrad<T> m(true, chunks.values(), u, gy, ug, ux, gx, static_cast<double>(inv_std[g]));
    for (Index j = first; j < first + chunks.width; ++j) {
      T* at = factors + j;
      at[0] = m.u_mean;
      at[channels] = m.inverse;
      at[2 * channels] = m.u_tilt;
      at[3 * channels] = m.x_factor;
      at[4 * channels] = m.u_factor;
      at[5 * channels] = m.g_factor * gamma[j];
      at[6 * channels] = m.g_factor * m.g_mean;
    }
  }
}

/// ggamma of each channel, from the samples' sums and factors.
template <class T>
void group_grad_grad_gamma(const GroupChunks& chunks, const double* sums, const T* factors, T* ggamma) {
  const Index channels = chunks.shape.channels;
  for (Index j = 0; j < channels; ++j) {
    double total = 0;
    for (Index s = 0; s < chunks.shape.samples; ++s) {
      const double* sum = sums + s * chunks.sample.count * grad_grad_sums * channels + j;
      const T* at = factors + s * grad_grad_factors * channels + j;
      total += static_cast<double>(at[channels]) *
               (sum[2 * channels] - static_cast<double>(at[0]) * sum[channels] -
                static_cast<double>(at[2 * channels]) * sum[4 * channels]);
    }
    ggamma[j] = static_cast<T>(total);
  }
}

/// The gradients of <gx, u> for gy, x and gamma, with gx as group_norm_grad makes it from a slope of 1.
template <class T>
void group_norm_grad_grad(const GroupNormShape& shape, const T* u, const T* gy, const T* x, const T* gamma,
                          const T* mean, const T* inv_std, T* ggy, T* ggx, T* ggamma) {
  const GroupChunks chunks{shape};
  const Index channels = shape.channels;
  const Scratch<T> centers(shape.samples * channels);
  for (Index s = 0; s < shape.samples; ++s)
    for (Index j = 0; j < channels; ++j)
      centers[s * channels + j] = mean[s * shape.groups + j / chunks.width];
  const Scratch<double> sums(chunks.count * grad_grad_sums * channels);
  for_each_block(chunks.count, chunks.grain(), [&](Index c) {
    const Index at = chunks.begin(c) * channels;
    second_gradient_sums(chunks.length(c), channels, u + at, gy + at, x + at,
                         centers.data() + chunks.sample_of(c) * channels,
                         sums.data() + c * grad_grad_sums * channels);
  });
  const Scratch<T> factors(shape.samples * grad_grad_factors * channels);
  for_each_block(shape.samples, max_of(1, map_block / channels), [&](Index s) {
    group_grad_grad_factors(chunks, sums.data() + s * chunks.sample.count * grad_grad_sums * channels, gamma,
                            inv_std + s * shape.groups, factors.data() + s * grad_grad_factors * channels);
  });
  group_grad_grad_gamma(chunks, sums.data(), factors.data(), ggamma);
  for_each_block(chunks.count, chunks.grain(), [&](Index c) {
    const Index s = chunks.sample_of(c);
    const T *AGON_RESTRICT center = centers.data() + s * channels, *AGON_RESTRICT scale = gamma,
                           *at = factors.data() + s * grad_grad_factors * channels;
    const T *AGON_RESTRICT u_mean = at, *AGON_RESTRICT inverse = at + channels,
                           *AGON_RESTRICT tilt = at + 2 * channels, *AGON_RESTRICT xf = at + 3 * channels,
                           *AGON_RESTRICT uf = at + 4 * channels, *AGON_RESTRICT gf = at + 5 * channels,
                           *AGON_RESTRICT level = at + 6 * channels;
    for (Index i = chunks.begin(c); i < chunks.begin(c) + chunks.length(c); ++i) {
      const T *AGON_RESTRICT v = u + i * channels, *AGON_RESTRICT g = gy + i * channels,
                             *AGON_RESTRICT in = x + i * channels;
      T *AGON_RESTRICT for_gy = ggy + i * channels, *AGON_RESTRICT for_x = ggx + i * channels;
      for (Index j = 0; j < channels; ++j) {
        const T distance = in[j] - center[j], from_mean = v[j] - u_mean[j];
        for_gy[j] = scale[j] * inverse[j] * (from_mean - distance * tilt[j]);
        for_x[j] = distance * xf[j] + from_mean * uf[j] + (g[j] * gf[j] - level[j]);
      }
    }
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
