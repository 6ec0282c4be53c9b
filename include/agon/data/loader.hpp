#pragma once

#include <cstddef>
#include <iterator>
#include <utility>

#include "agon/data/batch.hpp"
#include "agon/data/dataset.hpp"
#include "agon/data/order.hpp"

namespace agon {

/// What loaders share: a range-for over a loader runs one epoch.
///
///   for (const auto& batch : loader) ...
///
/// A loop that is left early leaves the loader where it stands, and the next loop runs the rest of that
/// epoch; so does a loop after `restore(state)`. `Derived` has `next()`, which draws a batch.
template <class Derived, class Drawn>
class LoaderBase {
 public:
  class iterator {
   public:
    using value_type = Drawn;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;

    explicit iterator(Derived& loader) : loader_(&loader), batch_(loader.next()) {}
    const Drawn& operator*() const { return batch_; }
    const Drawn* operator->() const { return &batch_; }
    iterator& operator++() {
      ended_ = loader_->state().batch == 0;
      if (!ended_) batch_ = loader_->next();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.ended_; }

   private:
    Derived* loader_;
    Drawn batch_;
    bool ended_ = false;
  };

  /// Draws the first of the batches that are left of the current epoch.
  iterator begin() { return iterator(static_cast<Derived&>(*this)); }
  std::default_sentinel_t end() const { return {}; }

  /// The number of samples in the data set.
  std::int64_t size() const { return order_.size(); }
  std::int64_t batch_size() const { return order_.batch_size(); }
  std::int64_t batches_per_epoch() const { return order_.batches_per_epoch(); }
  /// Of an epoch: below batch_size() where the last batch is smaller and kept.
  std::int64_t last_batch_size() const { return order_.last_batch_size(); }

  /// The batch being looked at in a loop counts as drawn.
  const LoaderState& state() const { return order_.state(); }
  /// The batches to come are those that would have come after `state()` gave this. Throws Error where a
  /// loader of this size and batch cannot stand there.
  void restore(const LoaderState& state) { order_.restore(state); }

 protected:
  explicit LoaderBase(BatchOrder order) : order_(std::move(order)) {}
  BatchOrder order_;
};

/// Draws batches of labelled pictures, scaled to [-1, 1] as they are drawn (`from_bytes`). The batches depend
/// on the seed, not on the number of threads. A value: a copy goes on from the same place on its own.
class Loader : public LoaderBase<Loader, LabelledBatch> {
 public:
  /// Throws Error unless the data set has as many labels as pictures and 1 <= options.batch <= its size.
  explicit Loader(ImageDataset dataset, const LoaderOptions& options = {});

  /// The next batch: x [batch, H, W, C] in [-1, 1], y [batch]; after the last one of an epoch, the first of
  /// the next.
  LabelledBatch next();

  const ImageDataset& dataset() const { return dataset_; }

 private:
  ImageDataset dataset_;
};

/// Draws batches of the rows of a tensor (its first axis). T is float or double.
template <class T>
class BasicTensorLoader : public LoaderBase<BasicTensorLoader<T>, BasicBatch<T>> {
 public:
  /// Throws Error unless the tensor has an axis and 1 <= options.batch <= its size.
  explicit BasicTensorLoader(BasicTensor<T> data, const LoaderOptions& options = {});

  /// The next batch: x [batch, ...].
  BasicBatch<T> next();

  const BasicTensor<T>& data() const { return data_; }

 private:
  BasicTensor<T> data_;
};

using TensorLoader = BasicTensorLoader<float>;
namespace f64 {
using TensorLoader = BasicTensorLoader<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/data/loader-inl.h"
#endif
