#pragma once

#include "agon/core/config.hpp"

/// The modes of a computation. Each is a separate switch of the calling thread, on unless a guard in scope
/// turns it off, so that mathematics written by hand is right without ceremony.
namespace agon {

struct Modes {
  bool recording = true;         ///< operations on tracked variables extend the graph
  bool batch_statistics = true;  ///< normalisation uses the statistics of the batch, not the running ones
  bool stochastic = true;        ///< dropout and noise layers draw
  bool noting = true;            ///< batch statistics are noted for the running ones
};

/// The calling thread's modes. A compiled function, so that every library sees the same flags.
Modes& modes();

inline bool recording() { return modes().recording; }
inline bool batch_statistics() { return modes().batch_statistics; }
inline bool stochastic() { return modes().stochastic; }
inline bool noting() { return modes().noting; }

/// Sets the calling thread's modes for a scope and restores them after it.
class ModeGuard {
 public:
  explicit ModeGuard(Modes inside) : before_(modes()) { modes() = inside; }
  ~ModeGuard() { modes() = before_; }
  ModeGuard(const ModeGuard&) = delete;
  ModeGuard& operator=(const ModeGuard&) = delete;

 protected:
  static Modes with(bool Modes::*mode, bool value) {
    Modes changed = modes();
    changed.*mode = value;
    return changed;
  }

 private:
  Modes before_;
};

/// Nothing is recorded: every result is a constant.
struct NoRecord : ModeGuard {
  NoRecord() : ModeGuard(with(&Modes::recording, false)) {}
};

/// Recording is on again inside a NoRecord.
struct Record : ModeGuard {
  Record() : ModeGuard(with(&Modes::recording, true)) {}
};

/// Normalisation layers use their running statistics.
struct RunningStatistics : ModeGuard {
  RunningStatistics() : ModeGuard(with(&Modes::batch_statistics, false)) {}
};

/// Dropout and noise layers pass their input through.
struct Deterministic : ModeGuard {
  Deterministic() : ModeGuard(with(&Modes::stochastic, false)) {}
};

/// A pass whose batch statistics must not move the running ones, such as that of a gradient penalty.
struct NoNotes : ModeGuard {
  NoNotes() : ModeGuard(with(&Modes::noting, false)) {}
};

/// All four off: what `sample` uses.
struct Inference : ModeGuard {
  Inference() : ModeGuard(Modes{false, false, false, false}) {}
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/core/modes-inl.h"
#endif
