#pragma once

#include "agon/core/tensor.hpp"
#include "agon/kernels/plain.hpp"

namespace agon::kernels {

/// What attention leaves: y, and for its gradient the logarithm of the sum of each row of e^scores, [samples,
/// heads, queries].
template <class T>
struct Attention {
  BasicTensor<T> y, log_sums;
};

/// softmax(scale q k') v of each head, in blocks of queries: see AttentionShape, which tells the tensors'
/// shapes too. Memory beyond the result's is that of a block a thread. Throws Error "[attention] ..." where a
/// tensor has another shape.
template <class T>
Attention<T> attention(const AttentionShape& shape, const BasicTensor<T>& q, const BasicTensor<T>& k,
                       const BasicTensor<T>& v);

template <class T>
struct AttentionGrad {
  BasicTensor<T> gq, gk, gv;
};

/// The gradients of q, k and v, from that of y and from what attention left.
template <class T>
AttentionGrad<T> attention_grad(const AttentionShape& shape, const BasicTensor<T>& gy,
                                const BasicTensor<T>& q, const BasicTensor<T>& k, const BasicTensor<T>& v,
                                const Attention<T>& left);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/attention-inl.h"
#endif
