#pragma once

#include <agon/autograd/ops.hpp>
#include <agon/core/modes.hpp>
#include <agon/data/dataset.hpp>
#include <agon/nn.hpp>

#include <algorithm>
#include <string>

/// A network that tells digits apart, which also judges generated ones: `classifier` trains it and saves it.
namespace digits {

using namespace agon;

struct DigitClassifier {
  Conv2d conv1{{.in = 1, .out = 32, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm1{32};
  Conv2d conv2{{.in = 32, .out = 64, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm2{64};
  Linear hidden{7 * 7 * 64, 128};
  Dropout drop{0.3};
  Linear out{128, 10};

  /// Pictures [N, 28, 28, 1] in [-1, 1] -> [N, 128], none negative: what distances between sets of pictures
  /// are measured in.
  Var features(const Var& x) const {
    const Var h = norm1(conv1(x), Activation::relu());
    return hidden(flatten(norm2(conv2(h), Activation::relu())), Activation::relu());
  }
  /// -> [N, 10], the logits of the ten digits.
  Var operator()(const Var& x) const { return out(drop(features(x))); }
};

/// What `classifier` saved. Throws IoError where it cannot be read or holds another network.
inline DigitClassifier load_classifier(const std::string& path) {
  DigitClassifier net{};
  load(net, path);
  return net;
}

/// How many of these logits [N, 10] are largest at their label.
inline std::int64_t count_right(const Tensor& logits, const LabelTensor& labels) {
  std::int64_t right = 0;
  for (std::int64_t i = 0; i < labels.size(); ++i) {
    const float* row = logits.data() + i * logits.dim(1);
    right += std::max_element(row, row + logits.dim(1)) - row == labels.data()[i];
  }
  return right;
}

/// The share of a data set that the network names rightly, in inference mode.
inline double accuracy(const DigitClassifier& net, const ImageDataset& data) {
  const Inference inference;
  std::int64_t right = 0;
  for (std::int64_t begin = 0; begin < data.size(); begin += 500) {
    const std::int64_t end = std::min(begin + 500, data.size());
    const Tensor logits = net(from_bytes(rows(data.images, begin, end))).value();
    right += count_right(logits, rows(data.labels, begin, end));
  }
  return static_cast<double>(right) / static_cast<double>(data.size());
}

}  // namespace digits
