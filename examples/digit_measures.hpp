#pragma once

#include <cstdint>
#include <vector>

#include "digit_classifier.hpp"

/// How good and how varied generated digits are, by the library's own digit classifier. Numbers of other
/// classifiers, as those of Inception networks, are not comparable.
namespace digits {

/// What the classifier says of pictures [N, 28, 28, 1].
struct Seen {
  Tensor probabilities;  ///< [N, 10]
  Tensor features;       ///< [N, 128]
};
Seen look(const DigitClassifier& classifier, const Tensor& pictures);

struct Measures {
  /// exp(mean_x KL(p(y|x) || p(y))), the formula of the Inception score (Salimans et al. 2016): 1 to 10.
  double score = 0;
  /// Of how many pictures are named each digit, from uniform, in nats: 0 where all come equally often, log 10
  /// where one alone does.
  double kl = 0;
  /// The mean probability of the digit that a picture is named.
  double confidence = 0;
  /// Between normal distributions fitted to the features of both sets, |m1 - m2|^2 + tr(C1 + C2 - 2 (C1
  /// C2)^(1/2)): the formula of the FID (Heusel et al. 2017). 0 for sets of the same moments.
  double distance = 0;
  std::vector<std::int64_t> named;  ///< how many pictures are named each digit
};
Measures measure(const Seen& generated, const Seen& real);

}  // namespace digits
