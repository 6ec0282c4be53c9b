#pragma once

#include "agon/core/tensor.hpp"

namespace agon::kernels {

/// op(a) op(b), where op transposes if asked: [m, k] times [k, n] gives [m, n]. Throws Error "[matmul] ..."
/// where a or b is not of rank 2 or the inner sizes differ. T is float or double, here and in every kernel.
template <class T>
BasicTensor<T> matmul(const BasicTensor<T>& a, const BasicTensor<T>& b, bool transpose_a = false,
                      bool transpose_b = false);

/// matmul of each matrix of a [batch, m, k] with its partner of b [batch, k, n]: [batch, m, n]. The same bits
/// as matmul's on Eigen; counted as one product. Throws Error "[batch_matmul] ..." where a or b is not of
/// rank 3 or sizes differ.
template <class T>
BasicTensor<T> batch_matmul(const BasicTensor<T>& a, const BasicTensor<T>& b, bool transpose_a = false,
                            bool transpose_b = false);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/gemm-inl.h"
#endif
