#pragma once

#include "agon/kernels/raw/accumulate-inl.h"
#include "agon/kernels/raw/attention-inl.h"
#include "agon/kernels/raw/conv-inl.h"
#include "agon/kernels/raw/copy-inl.h"
#include "agon/kernels/raw/gemm-inl.h"
#include "agon/kernels/raw/group_norm-inl.h"
#include "agon/kernels/raw/grouped-inl.h"
#include "agon/kernels/raw/max_pool-inl.h"
#include "agon/kernels/raw/norm-inl.h"
#include "agon/kernels/raw/pixel_shuffle-inl.h"
#include "agon/kernels/raw/pixels-inl.h"
#include "agon/kernels/raw/reduce-inl.h"
#include "agon/kernels/raw/resample-inl.h"
#include "agon/kernels/raw/row_norm-inl.h"
#include "agon/kernels/raw/softmax-inl.h"
#include "agon/kernels/raw/update-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

template <class T>
constexpr KernelTable<T> make_table() {
  return {
      .products = {gemm<T>, grouped_conv<T>, grouped_input_grad<T>, grouped_weight_grad<T>},
      .scatter_windows = scatter_windows<T>,
      .accumulate = accumulate<T>,
      .copy = copy<T>,
      .sum = sum<T>,
      .sum_of_squares = sum_of_squares<T>,
      .all_finite = all_finite<T>,
      .softmax = softmax<T>,
      .log_softmax = log_softmax<T>,
      .attention = attention<T>,
      .attention_grad = attention_grad<T>,
      .batch_norm = batch_norm<T>,
      .batch_norm_grad = batch_norm_grad<T>,
      .batch_norm_grad_grad = batch_norm_grad_grad<T>,
      .resample = resample<T>,
      .max_pool = max_pool<T>,
      .pixel_shuffle = pixel_shuffle<T>,
      .pixel_unshuffle = pixel_unshuffle<T>,
      .gather_pixels = gather_pixels<T>,
      .scatter_pixels = scatter_pixels<T>,
      .blend_pixels = blend_pixels<T>,
      .spread_pixels = spread_pixels<T>,
      .pixel_products = pixel_products<T>,
      .group_norm = group_norm<T>,
      .group_norm_grad = group_norm_grad<T>,
      .group_norm_grad_grad = group_norm_grad_grad<T>,
      .row_norm = row_norm<T>,
      .row_norm_grad = row_norm_grad<T>,
      .row_norm_grad_grad = row_norm_grad_grad<T>,
      .adam = adam<T>,
      .sgd = sgd<T>,
      .rmsprop = rmsprop<T>,
      .clip = clip<T>,
  };
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
