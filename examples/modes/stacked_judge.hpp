#pragma once

#include <agon/data/dataset.hpp>

#include <optional>
#include <string>

#include "../digit_classifier.hpp"

namespace stacked {

using namespace agon;

struct Judge {
  digits::DigitClassifier net;
  double accuracy = 0;  ///< on test digits
};

/// The classifier in a file, or one that is trained on the spot where none is given. Throws Error where it
/// names less than 99 % of the test digits rightly: what it counts would mean nothing.
Judge make_judge(const std::optional<std::string>& file, const ImageDataset& train, const ImageDataset& test,
                 std::uint64_t seed);

}  // namespace stacked
