#pragma once

#include <cstdint>
#include <vector>

#include "agon/autograd/variable.hpp"
#include "agon/core/size2.hpp"

/// Up- and down-sampling of pictures [N, H, W, C] through constant filters with finite impulse response,
/// which keep aliases out (Karras et al. 2019, 2020; Zhang 2019). A filter is given by its taps along one
/// axis and works along both, channel by channel. All are linear and differentiable to any order.
namespace agon {

struct UpfirdnOptions {
  Size2 up = 1;       ///< zeros are put in until there are so many times as many rows and columns
  Size2 down = 1;     ///< of the filtered rows and columns, every so many-th is kept
  Size2 before = 0;   ///< rows of zeros above and columns of zeros on the left; cut off where negative
  Size2 after = 0;    ///< the same below and on the right
  bool flip = false;  ///< correlation instead of convolution
};

/// StyleGAN's upfirdn: zeros put in, zeros added around, the convolution with the filter along both axes, and
/// every `down`-th row and column of that. One axis of the result: floor((in * up + before + after - taps) /
/// down) + 1. The filter is used as it is: to keep the brightness its taps sum to `up`. Its adjoint is an
/// upfirdn with the flipped filter. Throws Error on another rank, no tap or one that is not finite, up or
/// down < 1, or a picture that is smaller than the filter.
Var upfirdn(const Var& x, const std::vector<double>& filter, const UpfirdnOptions& options = {});
f64::Var upfirdn(const f64::Var& x, const std::vector<double>& filter, const UpfirdnOptions& options = {});

/// x [N, H, W, C] -> [N, H * factor, W * factor, C]: upfirdn with the filter scaled to sum to the factor and
/// padding that keeps the picture in place. Throws Error as upfirdn does, and where the taps sum to 0.
Var upsample_fir(const Var& x, const std::vector<double>& filter = {1, 3, 3, 1}, std::int64_t factor = 2);
f64::Var upsample_fir(const f64::Var& x, const std::vector<double>& filter = {1, 3, 3, 1},
                      std::int64_t factor = 2);

/// x [N, H, W, C] -> [N, floor(H / factor), floor(W / factor), C]: upfirdn with the filter scaled to sum
/// to 1. Throws Error as upsample_fir does, and on pictures smaller than the factor.
Var downsample_fir(const Var& x, const std::vector<double>& filter = {1, 3, 3, 1}, std::int64_t factor = 2);
f64::Var downsample_fir(const f64::Var& x, const std::vector<double>& filter = {1, 3, 3, 1},
                        std::int64_t factor = 2);

/// x [N, H, W, C] -> the same shape, filtered: upfirdn with the filter scaled to sum to 1.
Var filter_fir(const Var& x, const std::vector<double>& filter = {1, 3, 3, 1});
f64::Var filter_fir(const f64::Var& x, const std::vector<double>& filter = {1, 3, 3, 1});

/// What a blur sees beyond the borders: the picture mirrored about the border's pixels (which are not
/// repeated), zeros, or the border's pixels repeated.
enum class BlurPadding : std::uint8_t { reflect, zeros, replicate };

struct BlurOptions {
  std::int64_t taps = 4;  ///< of the binomial filter, 1 to 7: {1, 3, 3, 1} / 8 has 4
  Size2 stride = 2;
  BlurPadding padding = BlurPadding::reflect;
};

/// Blur and subsampling (Zhang 2019): the binomial filter of this many taps, scaled to sum to 1, over
/// pictures padded by floor((taps - 1) / 2) above and left and ceil((taps - 1) / 2) below and right, at every
/// `stride`-th place: one axis of the result is floor((in - 1) / stride) + 1. Throws Error on another rank,
/// options out of range, and pictures that are too small to be mirrored.
Var blur_pool(const Var& x, const BlurOptions& options = {});
f64::Var blur_pool(const f64::Var& x, const BlurOptions& options = {});

namespace ops {
/// Throws Error "[name] ..." where options are out of range.
void check_blur(const char* name, const BlurOptions& options);
/// Throws Error "[name] ..." unless x is [N, H, W, C], large enough for the padding.
void check_blurred(const char* name, const Shape& x, const BlurOptions& options);
}  // namespace ops

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/fir-inl.h"
#endif
