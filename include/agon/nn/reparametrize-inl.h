#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/kernels/gemm.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/reduce.hpp"
#include "agon/nn/reparametrize.hpp"

namespace agon::detail {

/// A matrix with a row for each output, or a column where the output axis is the last.
inline Shape weight_matrix_shape(const Shape& weight, int output_axis) {
  const std::int64_t outputs = weight[output_axis], rest = weight.size() / outputs;
  return output_axis == 0 ? Shape{outputs, rest} : Shape{rest, outputs};
}

template <class T>
void take_unit_vector(BasicTensor<T>& into, const BasicTensor<T>& x, double eps) {
  const double length = std::sqrt(kernels::sum_of_squares(x));
  if (!(length > eps)) return;
  into = kernels::map(
      "spectral_norm", [scale = static_cast<T>(1 / length)](auto value) { return scale * value; },
      x.reshape({x.size()}));
}

template <class T>
SpectralWeight<T> spectral_weight(const BasicVar<T>& weight, int output_axis, const BasicTensor<T>& u,
                                  const BasicTensor<T>& v, int iterations, double eps) {
  const BasicVar<T> matrix = agon::reshape(weight, weight_matrix_shape(weight.shape(), output_axis));
  const bool by_columns = output_axis != 0;
  SpectralWeight<T> result{{}, u, v};
  const auto column = [](const BasicTensor<T>& x) { return x.reshape({x.size(), 1}); };
  const BasicTensor<T> value = matrix.value();
  for (int i = 0; i < iterations; ++i) {
    if (i > 0) take_unit_vector(result.v, kernels::matmul(value, column(result.u), !by_columns, false), eps);
    take_unit_vector(result.u, kernels::matmul(value, column(result.v), by_columns, false), eps);
  }
  const BasicVar<T> image = agon::matmul(matrix, column(result.u), !by_columns);  // W' u
  if (iterations > 0) take_unit_vector(result.v, image.value(), eps);
  const BasicVar<T> sigma = agon::matmul(column(result.v), image, true);  // [1, 1]
  result.weight = agon::reshape(matrix * agon::reciprocal_or_zero(sigma), weight.shape());
  return result;
}

template <class T>
SpectralWeight<T> spectral_start(const BasicVar<T>& weight, int output_axis, int iterations, double eps) {
  const NoRecord guard;
  const std::int64_t outputs = weight.dim(output_axis), rest = weight.size() / outputs;
  BasicTensor<T> u(Shape{outputs}, T{0}), v(Shape{rest}, T{0});
  take_unit_vector(u, current_random().normal<T>({outputs}), 0);
  take_unit_vector(v, current_random().normal<T>({rest}), 0);
  return spectral_weight(weight, output_axis, u, v, iterations, eps);
}

template <class T>
BasicVar<T> matrix_norms(const BasicVar<T>& matrix, int output_axis) {
  return agon::sqrt(agon::sum(agon::square(matrix), {output_axis == 0 ? 1 : 0}, true));
}

template <class T>
BasicTensor<T> output_norms(const BasicTensor<T>& weight, int output_axis) {
  const BasicVar<T> matrix = weight.reshape(weight_matrix_shape(weight.shape(), output_axis));
  return matrix_norms(matrix, output_axis).value().reshape({weight.dim(output_axis)});
}

template <class T>
BasicVar<T> weight_of_norm(const BasicVar<T>& weight, const BasicVar<T>& g, int output_axis) {
  const BasicVar<T> matrix = agon::reshape(weight, weight_matrix_shape(weight.shape(), output_axis));
  const BasicVar<T> norms = matrix_norms(matrix, output_axis);
  const BasicVar<T> factors = agon::reshape(g, norms.shape()) * agon::reciprocal_or_zero(norms);
  return agon::reshape(matrix * factors, weight.shape());
}

template <class T>
BasicVar<T> standardized_weight(const BasicVar<T>& weight, int output_axis, double eps) {
  const BasicVar<T> matrix = agon::reshape(weight, weight_matrix_shape(weight.shape(), output_axis));
  const Axes rest{output_axis == 0 ? 1 : 0};
  const BasicVar<T> centred = matrix - agon::mean(matrix, rest, true);
  const BasicVar<T> variance = agon::mean(agon::square(centred), rest, true);
  return agon::reshape(centred * (T{1} / agon::sqrt(variance + static_cast<T>(eps))), weight.shape());
}

// A copy of a buffer is another buffer, for which the notes of the wrapped layer would be lost.
AGON_INLINE void check_no_buffers(std::string_view layer, std::size_t buffers) {
  if (buffers != 0) fail(layer, "expected a layer without buffers, got one with " + std::to_string(buffers));
}

}  // namespace agon::detail
