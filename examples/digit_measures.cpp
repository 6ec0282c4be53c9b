#include "digit_measures.hpp"

#include <algorithm>
#include <cmath>

namespace digits {
namespace {

// A square matrix of doubles, row by row.
struct Matrix {
  explicit Matrix(std::size_t its_size) : size(its_size), values(its_size * its_size) {}
  double& operator()(std::size_t i, std::size_t j) { return values[i * size + j]; }
  double operator()(std::size_t i, std::size_t j) const { return values[i * size + j]; }
  std::size_t size;
  std::vector<double> values;
};

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix result(a.size);
  for (std::size_t i = 0; i < a.size; ++i)
    for (std::size_t k = 0; k < a.size; ++k)
      for (std::size_t j = 0; j < a.size; ++j) result(i, j) += a(i, k) * b(k, j);
  return result;
}

// Turns two coordinates of a symmetric matrix so that its element (p, q) vanishes, and keeps the turns.
void rotate(Matrix& a, Matrix& turns, std::size_t p, std::size_t q) {
  const double theta = (a(q, q) - a(p, p)) / (2 * a(p, q));
  const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1), s = t * c;
  const auto turn = [&](double& x, double& y) {
    const double old = x;
    x = c * old - s * y;
    y = s * old + c * y;
  };
  for (std::size_t k = 0; k < a.size; ++k) turn(a(k, p), a(k, q));
  for (std::size_t k = 0; k < a.size; ++k) turn(a(p, k), a(q, k));
  for (std::size_t k = 0; k < a.size; ++k) turn(turns(k, p), turns(k, q));
}

// Jacobi's method: `a` becomes the diagonal of its eigenvalues. Returns the eigenvectors as columns.
Matrix diagonalise(Matrix& a) {
  Matrix turns(a.size);
  for (std::size_t i = 0; i < a.size; ++i) turns(i, i) = 1;
  const auto squares = [&](bool diagonal) {
    double total = 0;
    for (std::size_t i = 0; i < a.size; ++i)
      for (std::size_t j = 0; j < a.size; ++j)
        if ((i == j) == diagonal) total += a(i, j) * a(i, j);
    return total;
  };
  for (int sweep = 0; sweep < 50 && squares(false) > 1e-24 * squares(true); ++sweep)
    for (std::size_t p = 0; p < a.size; ++p)
      for (std::size_t q = p + 1; q < a.size; ++q)
        if (a(p, q) != 0) rotate(a, turns, p, q);
  return turns;
}

double root_of(double eigenvalue) { return std::sqrt(std::max(0.0, eigenvalue)); }

// The root of a covariance matrix.
Matrix root(Matrix a) {
  const Matrix vectors = diagonalise(a);
  Matrix result(a.size);
  for (std::size_t i = 0; i < a.size; ++i)
    for (std::size_t j = 0; j < a.size; ++j)
      for (std::size_t k = 0; k < a.size; ++k)
        result(i, j) += vectors(i, k) * root_of(a(k, k)) * vectors(j, k);
  return result;
}

struct Moments {
  std::vector<double> mean;
  Matrix covariance;
};

Moments moments(const Tensor& features) {
  const auto count = static_cast<std::size_t>(features.dim(0));
  const auto size = static_cast<std::size_t>(features.dim(1));
  Moments result{std::vector<double>(size), Matrix(size)};
  const auto at = [&](std::size_t n, std::size_t i) {
    return static_cast<double>(features.data()[n * size + i]);
  };
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t i = 0; i < size; ++i) result.mean[i] += at(n, i) / static_cast<double>(count);
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j)
        result.covariance(i, j) += (at(n, i) - result.mean[i]) * (at(n, j) - result.mean[j]);
  for (double& value : result.covariance.values) value /= static_cast<double>(count - 1);
  return result;
}

double distance(const Moments& a, const Moments& b) {
  double result = 0;
  for (std::size_t i = 0; i < a.mean.size(); ++i) {
    const double apart = a.mean[i] - b.mean[i];
    result += apart * apart + a.covariance(i, i) + b.covariance(i, i);
  }
  // The eigenvalues of C1 C2 are those of the symmetric matrix C1^(1/2) C2 C1^(1/2).
  const Matrix half = root(a.covariance);
  Matrix both = product(product(half, b.covariance), half);
  diagonalise(both);
  for (std::size_t i = 0; i < both.size; ++i) result -= 2 * root_of(both(i, i));
  return result;
}

}  // namespace

Seen look(const DigitClassifier& classifier, const Tensor& pictures) {
  const Inference inference;
  std::vector<Var> probabilities, features;
  for (std::int64_t begin = 0; begin < pictures.dim(0); begin += 500) {
    const Tensor some = rows(pictures, begin, std::min(begin + 500, pictures.dim(0)));
    features.push_back(classifier.features(some));
    probabilities.push_back(softmax(classifier.out(features.back())));
  }
  return {concat(probabilities, 0).value(), concat(features, 0).value()};
}

Measures measure(const Seen& generated, const Seen& real) {
  const std::int64_t count = generated.probabilities.dim(0), classes = generated.probabilities.dim(1);
  Measures result;
  result.named.resize(static_cast<std::size_t>(classes));
  std::vector<double> of_class(static_cast<std::size_t>(classes));
  double minus_entropy = 0;  // of p(y|x), summed over the pictures
  for (std::int64_t n = 0; n < count; ++n) {
    const float* p = generated.probabilities.data() + n * classes;
    const float* most = std::max_element(p, p + classes);
    ++result.named[static_cast<std::size_t>(most - p)];
    result.confidence += static_cast<double>(*most) / static_cast<double>(count);
    for (std::size_t c = 0; c < of_class.size(); ++c) {
      of_class[c] += static_cast<double>(p[c]) / static_cast<double>(count);
      if (p[c] > 0) minus_entropy += static_cast<double>(p[c] * std::log(p[c]));
    }
  }
  double information = minus_entropy / static_cast<double>(count);
  for (std::size_t c = 0; c < of_class.size(); ++c) {
    if (of_class[c] > 0) information -= of_class[c] * std::log(of_class[c]);
    const double share = static_cast<double>(result.named[c]) / static_cast<double>(count);
    if (share > 0) result.kl += share * std::log(share * static_cast<double>(classes));
  }
  result.score = std::exp(information);
  result.distance = distance(moments(generated.features), moments(real.features));
  return result;
}

}  // namespace digits
