#pragma once

#include <cstdint>

#include "agon/core/tensor.hpp"

namespace agon {

/// What becomes of a buffer when a note is absorbed.
enum class NoteKind : std::uint8_t {
  average,  ///< buffer <- (1 - momentum) * buffer + momentum * statistic
  replace   ///< buffer <- statistic
};

/// A statistic that a forward pass wants to leave in a buffer. A pass never writes: it notes on its output,
/// `grad` collects the notes its walk meets, and an optimiser's step absorbs those that belong to its
/// network.
struct Note {
  std::uint64_t buffer = 0;  ///< the buffer's identity (BasicBuffer::id)
  NoteKind kind = NoteKind::average;
  double momentum = 0;
  AnyTensor statistic{};

  template <class T>
  BasicTensor<T> tensor() const {
    return BasicTensor<T>::from(statistic);
  }
};

}  // namespace agon
