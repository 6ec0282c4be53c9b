#pragma once

#include <cmath>
#include <numbers>
#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/mapping_network.hpp"

namespace agon::detail {

AGON_INLINE void check_mapping(const MappingNetworkOptions& o) {
  check_at_least("MappingNetwork", "latent", o.latent, 1);
  check_at_least("MappingNetwork", "width", o.width, 1);
  check_at_least("MappingNetwork", "layers", o.layers, 1);
  if (!(o.momentum >= 0 && o.momentum <= 1))
    fail("MappingNetwork", "expected momentum in [0, 1], got " + std::to_string(o.momentum));
}

template <class T>
BasicVar<T> unit_latent(const BasicVar<T>& z, std::int64_t latent) {
  check_rows("MappingNetwork", z.shape(), latent);
  return z / sqrt(mean(square(z), {1}, true) + T(1e-8));
}

template <class T>
BasicVar<T> style_activation(const BasicVar<T>& x) {
  return map(
      "mapping_network", [](auto v) { return leaky_relu(v, 0.2) * std::numbers::sqrt2; }, x);
}

template <class T>
BasicVar<T> note_style(const BasicVar<T>& w, const BasicBuffer<T>& average, double momentum) {
  if (w.dim(0) < 1 || !recording() || !noting()) return w;
  const BasicTensor<T> style = mean(detach(w), {0}).value();
  return note(w, {average.id(), NoteKind::average, momentum, style.erased()});
}

template <class T>
BasicVar<T> truncate_style(const BasicVar<T>& w, const BasicTensor<T>& average, double psi) {
  if (w.rank() < 1 || w.dim(-1) != average.dim(0))
    fail_input("MappingNetwork", "styles [..., " + std::to_string(average.dim(0)) + "]", w.shape());
  if (!std::isfinite(psi)) fail("MappingNetwork", "expected a finite psi, got " + std::to_string(psi));
  const BasicVar<T> centre = average;
  return centre + (w - centre) * static_cast<T>(psi);
}

}  // namespace agon::detail
