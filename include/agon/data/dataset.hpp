#pragma once

#include <string>

#include "agon/core/tensor.hpp"

namespace agon {

/// Labelled pictures at rest, one byte a number. A value; copies share the pictures.
struct ImageDataset {
  ByteTensor images;   ///< [N, H, W, C]
  LabelTensor labels;  ///< [N]
  std::string source;  ///< where they came from, for reports: "MNIST", "drawn digits"

  std::int64_t size() const { return images.defined() ? images.dim(0) : 0; }
};

/// Bytes in [0, 255] to numbers in [-1, 1], the range of tanh: byte / 127.5 - 1, rounded to the nearest float
/// each time. `to_bytes` of io/image.hpp turns it around.
Tensor from_bytes(const ByteTensor& bytes);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/data/dataset-inl.h"
#endif
