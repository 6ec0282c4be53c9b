#pragma once

#include <cstdint>

#include "agon/data/dataset.hpp"

namespace agon {

/// Handwritten-looking digits that the program draws, in place of MNIST where it is not at hand: strokes of
/// random thickness, slant, turn, position, size and shape, white on black, with smooth edges. Pictures are
/// [count, 28, 28, 1], labels 0 to 9, each equally likely. Drawn in integers throughout: the same seed gives
/// the same bytes on every machine, with every compiler and any number of threads, and the first n digits of
/// a seed do not depend on `count`. Throws Error where `count` < 1.
ImageDataset draw_digits(std::int64_t count, std::uint64_t seed = 0);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/data/drawn_digits-inl.h"
#endif
