#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/data/dataset-inl.h"
#include "agon/data/loader.hpp"

namespace agon {
namespace detail {

AGON_INLINE BatchOrder image_order(const ImageDataset& dataset, const LoaderOptions& options) {
  if (!dataset.images.defined() || dataset.images.rank() < 2)
    fail("Loader", "expected pictures [N, H, W, C], got " + to_string(dataset.images.shape()));
  if (dataset.labels.rank() != 1 || dataset.labels.size() != dataset.size())
    fail("Loader", "expected labels [" + std::to_string(dataset.size()) + "], one for each picture, got " +
                       to_string(dataset.labels.shape()));
  return BatchOrder("Loader", dataset.size(), options);
}

template <class T>
BatchOrder row_order(const BasicTensor<T>& data, const LoaderOptions& options) {
  if (!data.defined() || data.rank() == 0)
    fail("TensorLoader", "expected a tensor [N, ...], got a scalar or none");
  return BatchOrder("TensorLoader", data.dim(0), options);
}

}  // namespace detail

AGON_INLINE Loader::Loader(ImageDataset dataset, const LoaderOptions& options)
    : LoaderBase(detail::image_order(dataset, options)), dataset_(std::move(dataset)) {}

AGON_INLINE LabelledBatch Loader::next() {
  const std::span<const std::int64_t> numbers = order_.next();
  const std::int64_t count = static_cast<std::int64_t>(numbers.size());
  const std::int64_t width = dataset_.images.size() / dataset_.size();
  Shape shape = dataset_.images.shape();
  shape[0] = count;
  Tensor x(shape);
  const std::uint8_t* from = dataset_.images.data();
  float* to = x.mutable_data();
  // Only these bytes become floats; the data set never does as a whole.
  const std::int64_t grain = (std::int64_t{1} << 17) / (width + 1) + 1;
  parallel_for(count, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i)
      detail::scale_bytes(from + numbers[static_cast<std::size_t>(i)] * width, width, to + i * width);
  });
  return {std::move(x), take_rows(dataset_.labels, numbers)};
}

template <class T>
BasicTensorLoader<T>::BasicTensorLoader(BasicTensor<T> data, const LoaderOptions& options)
    : LoaderBase<BasicTensorLoader<T>, BasicBatch<T>>(detail::row_order(data, options)),
      data_(std::move(data)) {}

template <class T>
BasicBatch<T> BasicTensorLoader<T>::next() {
  return {take_rows(data_, this->order_.next())};
}

}  // namespace agon
