#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "agon/autograd/ops.hpp"
#include "agon/nn/pytorch.hpp"
#include "agon_test.hpp"

/// Holds layers and functions against what PyTorch computed: tests/fixtures/pytorch_layers.py says what is in
/// the file.
namespace agon_test {

using namespace agon;

inline const TensorFile& pytorch_file() {
  static const TensorFile file =
      read_safetensors(AGON_SOURCE_DIR "/tests/fixtures/pytorch_layers.safetensors");
  return file;
}

/// The tensors of one case, by what they are.
struct PyTorchCase {
  std::string name;

  bool has(const std::string& what) const { return pytorch_file().find(name + "|" + what) != nullptr; }
  const NamedTensor& named(const std::string& what) const {
    const NamedTensor* found = pytorch_file().find(name + "|" + what);
    INFO(name << " has no " << what);
    REQUIRE(found);
    return *found;
  }
  template <class T>
  BasicTensor<T> tensor(const std::string& what) const {
    return cast<T>(named(what).template tensor<double>());
  }
  /// All whose names begin so, without the beginning.
  std::vector<NamedTensor> group(const std::string& beginning) const {
    std::vector<NamedTensor> all;
    for (const NamedTensor& one : pytorch_file().tensors)
      if (one.name.starts_with(name + "|" + beginning))
        all.emplace_back(one.name.substr(name.size() + 1 + beginning.size()), one.value);
    return all;
  }
};

template <class T>
void check_near(const std::string& what, const BasicTensor<T>& got, const f64::Tensor& expected) {
  INFO(what);
  REQUIRE(got.shape() == expected.shape());
  double worst = 0, scale = 0;
  for (std::int64_t i = 0; i < expected.size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(got.data()[i]) - expected.data()[i]));
    scale = std::max(scale, std::abs(expected.data()[i]));
  }
  CHECK(worst <= (sizeof(T) == sizeof(float) ? 2e-5 : 1e-9) * (scale > 1e-6 ? scale : 1));
}

/// f of the case's inputs, its gradients, and those of the gradient penalty, with respect to inputs and
/// parameters. `expected(kind)` gives the gradients of the parameters by their names here.
template <class T, class F, class Expected>
void agree_with_pytorch(const PyTorchCase& c, const F& f, const std::vector<Named<BasicVar<T>>>& parameters,
                        const Expected& expected) {
  INFO(c.name << (sizeof(T) == sizeof(float) ? ", float" : ", double"));
  std::vector<BasicVar<T>> inputs, wanted;
  std::vector<std::string> names;
  for (int i = 0; c.has("input." + std::to_string(i)); ++i) {
    const std::string input = "input." + std::to_string(i);
    inputs.push_back(variable(c.tensor<T>(input)));
    wanted.push_back(inputs.back());
    names.push_back(input);
  }
  for (const auto& parameter : parameters) wanted.push_back(parameter.value);

  const BasicVar<T> y = f(inputs);
  check_near("output", y.value(), c.tensor<double>("output"));
  const auto check = [&](const std::string& kind, const auto& gradients) {
    for (std::size_t i = 0; i < names.size(); ++i)
      check_near(kind + names[i], gradients[i].value(), c.tensor<double>(kind + names[i]));
    const std::vector<NamedTensor> of_parameters = expected(kind);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const auto found = std::ranges::find(of_parameters, parameters[i].name, &NamedTensor::name);
      INFO(kind << parameters[i].name);
      REQUIRE(found != of_parameters.end());
      check_near(kind + parameters[i].name, gradients[names.size() + i].value(),
                 cast<double>(found->template tensor<T>()));
    }
  };
  const GradOptions with_graph{.create_graph = true, .unreached = Unreached::zero};
  const auto first = grad(sum(y * c.tensor<T>("direction")), wanted, with_graph);
  check("grad.", first);
  if (!c.has("penalty.input.0")) return;
  const BasicVar<T> penalty = mean(square(norm_per_sample(first[0]) - T{1}));
  if (penalty.tracked()) {
    check("penalty.", grad(penalty, wanted, {.unreached = Unreached::zero}));
  } else {
    for (const std::string& name : names)
      check_near("penalty." + name, BasicTensor<T>(c.tensor<T>(name).shape(), T{0}),
                 c.tensor<double>("penalty." + name));
  }
}

/// A layer, after it has loaded the case's state dict.
template <class Layer>
void agree_with_pytorch(const std::string& name, Layer layer, const PyTorchOptions& options = {}) {
  using T = network_scalar_t<Layer>;
  const PyTorchCase c{name};
  INFO(name);
  const auto places = slots(layer);
  const auto ours = [&](const std::vector<NamedTensor>& theirs) {
    return detail::from_pytorch<T>(places, theirs, options);
  };
  REQUIRE(detail::take_state<T>(places, ours(c.group("state."))) == "");
  agree_with_pytorch<T>(
      c, [&](const std::vector<BasicVar<T>>& x) { return BasicVar<T>(layer(x[0])); }, named_parameters(layer),
      [&](const std::string& kind) { return ours(c.group(kind)); });
}

/// A function of the inputs, in both precisions.
template <class F>
void function_agrees_with_pytorch(const std::string& name, const F& f) {
  const auto nothing = [](const std::string&) { return std::vector<NamedTensor>(); };
  agree_with_pytorch<double>(PyTorchCase{name}, f, {}, nothing);
  agree_with_pytorch<float>(PyTorchCase{name}, f, {}, nothing);
}

}  // namespace agon_test
