#pragma once

#include <functional>
#include <string>
#include <vector>

#include "agon/autograd/gradcheck.hpp"
#include "agon/core/random.hpp"

/// The table of all operations. A row is a function of variables, in both precisions, with the inputs to try
/// it on; it drives the gradient checks in double and the float runs, and no operation may be without one.
namespace agon_test {

using namespace agon;

struct Sample {
  std::string label;
  std::vector<f64::Tensor> inputs;
};

struct OpRow {
  std::string name;  // as declared in include/agon/autograd/ops
  std::function<f64::Var(const std::vector<f64::Var>&)> in_double;
  std::function<Var(const std::vector<Var>&)> in_float;
  std::vector<Sample> samples;
  double step = 1e-5;
  /// The function whose gradients it has, where that is deliberately another one.
  std::function<f64::Var(const std::vector<f64::Var>&)> declared{};
};

template <class F>
OpRow op_row(std::string name, F f, std::vector<Sample> samples, double step = 1e-5) {
  return {std::move(name),
          [f](const std::vector<f64::Var>& x) { return f64::Var(f(x)); },
          [f](const std::vector<Var>& x) { return Var(f(x)); },
          std::move(samples),
          step,
          {}};
}

/// A row of a straight-through estimator: its gradients are held against those of `declared`.
template <class F, class G>
OpRow estimator_row(std::string name, F f, G declared, std::vector<Sample> samples) {
  OpRow row = op_row(std::move(name), f, std::move(samples));
  row.declared = [declared](const std::vector<f64::Var>& x) { return f64::Var(declared(x)); };
  return row;
}

/// How often a list of rows has drawn.
inline int draws = 0;

/// Each call draws other numbers, the same ones in every run and whatever other lists there are.
inline f64::Tensor draw(const Shape& shape, double low, double high) {
  return Random(17, "op table " + std::to_string(draws++)).uniform<double>(shape, low, high);
}

/// Uniform on [-1, 1].
inline f64::Tensor any(const Shape& shape) { return draw(shape, -1, 1); }

/// Positive numbers.
inline f64::Tensor positive(const Shape& shape) { return draw(shape, 0.4, 1.6); }

/// Either sign, at least 0.2 away from a kink at 0.
inline f64::Tensor away_from_zero(const Shape& shape) {
  f64::Tensor x = any(shape);
  for (double& value : x.mutable_values()) value += value < 0 ? -0.2 : 0.2;
  return x;
}

/// One shape beyond the grain of the elementwise kernels, and not a multiple of any vector's length.
inline Shape large() { return {5, 7919}; }

std::vector<OpRow> arithmetic_rows();
std::vector<OpRow> map_rows();
std::vector<OpRow> activation_rows();
std::vector<OpRow> reduction_rows();
std::vector<OpRow> shape_rows();
std::vector<OpRow> product_rows();
std::vector<OpRow> index_rows();
std::vector<OpRow> sequence_rows();
std::vector<OpRow> norm_rows();
std::vector<OpRow> resample_rows();

inline std::vector<OpRow> op_table() {
  std::vector<OpRow> table;
  for (auto rows : {arithmetic_rows, map_rows, activation_rows, reduction_rows, shape_rows, product_rows,
                    index_rows, sequence_rows, norm_rows, resample_rows}) {
    draws = 0;
    for (OpRow& row : rows()) table.push_back(std::move(row));
  }
  return table;
}

}  // namespace agon_test
