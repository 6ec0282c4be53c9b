#include "agon/nn/reparametrize-inl.h"

namespace agon::detail {

template SpectralWeight<float> spectral_weight(const Var&, int, const Tensor&, const Tensor&, int, double);
template SpectralWeight<float> spectral_start(const Var&, int, int, double);
template Tensor output_norms(const Tensor&, int);
template Var weight_of_norm(const Var&, const Var&, int);
template Var standardized_weight(const Var&, int, double);
template SpectralWeight<double> spectral_weight(const f64::Var&, int, const f64::Tensor&, const f64::Tensor&,
                                                int, double);
template SpectralWeight<double> spectral_start(const f64::Var&, int, int, double);
template f64::Tensor output_norms(const f64::Tensor&, int);
template f64::Var weight_of_norm(const f64::Var&, const f64::Var&, int);
template f64::Var standardized_weight(const f64::Var&, int, double);

}  // namespace agon::detail
