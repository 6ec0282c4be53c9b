#pragma once

#include "agon/kernels/raw/reduce-inl.h"
#include "agon/kernels/raw/vmath-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

template <class T>
T max_in_row(Index n, const T* x) {
  T most = x[0];
  for (Index i = 1; i < n; ++i) most = x[i] > most ? x[i] : most;
  return most;
}

template <class T, class Row>
void for_each_row(Index rows, Index columns, const T* x, T* y, const Row& row) {
  for_each_range(rows, max_of(1, map_block / columns), 1, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) row(x + i * columns, y + i * columns);
  });
}

template <class T>
void softmax(Index rows, Index columns, const T* x, T* y) {
  for_each_row(rows, columns, x, y, [columns](const T* in, T* out) {
    const T most = max_in_row(columns, in);
    for (Index j = 0; j < columns; ++j) out[j] = exp_of(in[j] - most);
    const T scale = static_cast<T>(1 / contiguous_sum(columns, out, Identity{}));
    for (Index j = 0; j < columns; ++j) out[j] *= scale;
  });
}

template <class T>
void log_softmax(Index rows, Index columns, const T* x, T* y) {
  for_each_row(rows, columns, x, y, [columns](const T* in, T* out) {
    const T most = max_in_row(columns, in);
    for (Index j = 0; j < columns; ++j) out[j] = exp_of(in[j] - most);
    const T log_sum = static_cast<T>(log_of(contiguous_sum(columns, out, Identity{})));
    for (Index j = 0; j < columns; ++j) out[j] = (in[j] - most) - log_sum;
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
