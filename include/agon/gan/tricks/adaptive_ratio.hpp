#pragma once

namespace agon {

struct AdaptiveRatioOptions {
  double low = 0.6;            ///< D's accuracy below which it gets more steps; in [0, high)
  double high = 0.8;           ///< above which it gets fewer; in (low, 1]
  double decay = 0.9;          ///< of the running mean of the accuracy; in [0, 1)
  int most_discriminator = 5;  ///< steps of D for one of G; >= 1
  int most_generator = 5;      ///< steps of G for one of D; >= 1
};

/// Steps of the two players in one iteration; one of the numbers is 1.
struct StepRatio {
  int discriminator = 1;
  int generator = 1;
  friend bool operator==(const StepRatio&, const StepRatio&) = default;
};

/// How many steps each player takes, by D's accuracy: a trick of practitioners, who keep D neither lost nor
/// sure. The ratio begins at 1 : 1. Each call of `next` moves a running mean of the accuracy, which begins at
/// the first one; a mean below `low` moves the ratio by one towards D (1:2, 1:1, 2:1, 3:1 steps of D to G),
/// one above `high` by one towards G, within the limits.
class AdaptiveRatio {
 public:
  /// Throws Error on options out of range.
  explicit AdaptiveRatio(const AdaptiveRatioOptions& options = {});

  /// The ratio after an iteration in which D had this accuracy. Throws Error unless it is in [0, 1].
  StepRatio next(double accuracy);
  StepRatio ratio() const;

  /// All there is to save.
  struct State {
    double accuracy = -1;  ///< the running mean; -1 before the first
    int balance = 0;       ///< steps of D less those of G
    friend bool operator==(const State&, const State&) = default;
  };
  const State& state() const { return state_; }
  /// Throws Error where it is out of the limits.
  void set_state(const State& state);

 private:
  AdaptiveRatioOptions options_;
  State state_;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/tricks/adaptive_ratio-inl.h"
#endif
