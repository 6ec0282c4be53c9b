#pragma once

#include "rows.hpp"

namespace modes {

/// The networks and the budget of PacGAN's own experiment (Lin et al. 2018, section 4.1), for its rows: the
/// plain GAN and packing. 100,000 points are seen 400 times in batches of 100, and as many more as are
/// packed; Adam at 1e-4 with beta1 0.8 does not slow down, and the last generator is scored, not an average.
/// Throws Error on another row.
Protocol pacgan_protocol(const Row& row);
Tensor train_pacgan(const Row& row, const Setup& setup);

}  // namespace modes
