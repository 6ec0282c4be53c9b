#include "agon/data/loader.hpp"

#include <algorithm>
#include <vector>

#include "agon/core/parallel.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

using Orders = std::vector<std::vector<std::int64_t>>;

/// Pictures 2 x 2 whose bytes and labels are their number.
ImageDataset numbered(std::int64_t count) {
  ImageDataset dataset{ByteTensor({count, 2, 2, 1}), LabelTensor({count}), "numbers"};
  for (std::int64_t i = 0; i < count; ++i) {
    dataset.labels.mutable_data()[i] = i;
    std::fill_n(dataset.images.mutable_data() + i * 4, 4, static_cast<std::uint8_t>(i));
  }
  return dataset;
}

std::vector<std::int64_t> labels_of(const LabelledBatch& batch) {
  return {batch.y.values().begin(), batch.y.values().end()};
}

Orders epoch(Loader& loader) {
  Orders orders;
  for (const auto& batch : loader) orders.push_back(labels_of(batch));
  return orders;
}

std::vector<std::int64_t> flat(const Orders& orders) {
  std::vector<std::int64_t> all;
  for (const auto& order : orders) all.insert(all.end(), order.begin(), order.end());
  return all;
}

}  // namespace

TEST_CASE("a loader draws scaled pictures with their labels", "[data]") {
  Loader loader{numbered(10), {.batch = 4, .shuffle = false}};
  const LabelledBatch batch = loader.next();
  CHECK(batch.x.shape() == Shape{4, 2, 2, 1});
  CHECK(batch.y.shape() == Shape{4});
  CHECK(batch.size() == 4);
  CHECK(labels_of(batch) == std::vector<std::int64_t>{0, 1, 2, 3});
  CHECK(equal(batch.x, from_bytes(rows(loader.dataset().images, 0, 4))));
  CHECK(batch.x.at({3, 1, 1, 0}) == 3.0f / 127.5f - 1.0f);

  Loader shuffled{numbered(200), {.batch = 50, .seed = 2}};
  for (const auto& drawn : shuffled)
    for (std::int64_t i = 0; i < drawn.size(); ++i)
      REQUIRE(drawn.x.at({i, 0, 1, 0}) == static_cast<float>(drawn.y.at({i})) / 127.5f - 1.0f);
}

TEST_CASE("an epoch has every sample once, with the last batch or without it", "[data]") {
  std::vector<std::int64_t> all(10);
  for (std::size_t i = 0; i < 10; ++i) all[i] = static_cast<std::int64_t>(i);

  Loader whole{numbered(10), {.batch = 4, .drop_last = false}};
  CHECK(whole.batches_per_epoch() == 3);
  CHECK(whole.last_batch_size() == 2);
  const Orders three = epoch(whole);
  REQUIRE(three.size() == 3);
  CHECK(three[2].size() == 2);
  std::vector<std::int64_t> sorted = flat(three);
  CHECK(sorted != all);
  std::ranges::sort(sorted);
  CHECK(sorted == all);

  Loader dropping{numbered(10), {.batch = 4}};
  CHECK(dropping.batches_per_epoch() == 2);
  CHECK(dropping.last_batch_size() == 4);
  const Orders two = epoch(dropping);
  REQUIRE(two.size() == 2);
  CHECK(two[0] == three[0]);
  CHECK(two[1] == three[1]);

  // A size that divides has no smaller batch to drop.
  for (const bool drop : {true, false}) {
    Loader even{numbered(10), {.batch = 5, .drop_last = drop}};
    CHECK(epoch(even).size() == 2);
    Loader one{numbered(10), {.batch = 10, .drop_last = drop}};
    CHECK(epoch(one).size() == 1);
  }
}

TEST_CASE("the order follows from the seed and the epoch, not from the threads", "[data]") {
  const int before = threads();
  Loader loader{numbered(100), {.batch = 10, .seed = 7}};
  set_threads(1);
  const Orders first = epoch(loader), second = epoch(loader);
  CHECK(flat(first) != flat(second));
  CHECK(loader.state() == LoaderState{7, 2, 0});

  Loader same{numbered(100), {.batch = 10, .seed = 7}};
  set_threads(3);
  CHECK(epoch(same) == first);
  CHECK(epoch(same) == second);
  Loader other{numbered(100), {.batch = 10, .seed = 8}};
  CHECK(epoch(other) != first);
  set_threads(before);

  Loader still{numbered(100), {.batch = 10, .shuffle = false}};
  CHECK(epoch(still) == epoch(still));
}

TEST_CASE("a batch that many threads scale is the same", "[data]") {
  ImageDataset large{ByteTensor({64, 64, 64, 3}), LabelTensor({64}, 0), "steps"};
  for (std::int64_t i = 0; i < large.images.size(); ++i)
    large.images.mutable_data()[i] = static_cast<std::uint8_t>(i % 256);
  const int before = threads();
  Loader one{large, {.batch = 64}}, three{large, {.batch = 64}};
  set_threads(1);
  const LabelledBatch serial = one.next();
  set_threads(3);
  CHECK(equal(three.next().x, serial.x));
  set_threads(before);
}

TEST_CASE("a restored loader goes on in the middle of an epoch", "[data]") {
  Loader loader{numbered(50), {.batch = 8, .seed = 3}};
  epoch(loader);
  for (int i = 0; i < 2; ++i) loader.next();
  const LoaderState state = loader.state();
  CHECK(state == LoaderState{3, 1, 2});
  const Orders rest = epoch(loader), next = epoch(loader);
  CHECK(rest.size() == 4);

  // The seed is part of the state.
  Loader resumed{numbered(50), {.batch = 8, .seed = 99}};
  resumed.next();
  resumed.restore(state);
  CHECK(epoch(resumed) == rest);
  CHECK(epoch(resumed) == next);

  REQUIRE_ERROR(resumed.restore({3, -1, 0}), "[Loader] expected the state of an epoch of at least 0, got -1");
  REQUIRE_ERROR(resumed.restore({3, 0, 6}),
                "[Loader] expected a state with fewer batches drawn than the 6 of an epoch, got 6");
  REQUIRE_ERROR(resumed.restore({3, 0, -1}), "got -1");
}

TEST_CASE("a loop that is left early goes on, and copies go their own way", "[data]") {
  Loader loader{numbered(20), {.batch = 5}};
  for (const auto& batch : loader) {
    static_cast<void>(batch);
    break;
  }
  Loader copy = loader;
  CHECK(epoch(loader).size() == 3);
  CHECK(epoch(loader).size() == 4);
  CHECK(copy.state() == LoaderState{0, 0, 1});
  CHECK(copy.dataset().images.shares_storage_with(loader.dataset().images));
}

TEST_CASE("a loader refuses impossible batches and data", "[data]") {
  REQUIRE_ERROR((Loader{numbered(10), {.batch = 64}}),
                "[Loader] expected a batch of at most 10 (the size of the data set), got 64");
  REQUIRE_ERROR((Loader{numbered(10), {.batch = 0}}), "[Loader] expected a batch of at least 1, got 0");
  REQUIRE_ERROR((Loader{numbered(10), {.batch = -3}}), "got -3");
  ImageDataset short_of_labels = numbered(10);
  short_of_labels.labels = rows(short_of_labels.labels, 0, 9);
  REQUIRE_ERROR((Loader{short_of_labels, {.batch = 2}}),
                "[Loader] expected labels [10], one for each picture, got [9]");
  REQUIRE_ERROR(Loader{ImageDataset{}}, "[Loader] expected pictures [N, H, W, C], got ");
  REQUIRE_ERROR((TensorLoader{Tensor({3, 2}, 0.0f), {.batch = 4}}),
                "[TensorLoader] expected a batch of at most 3 (the size of the data set), got 4");
  REQUIRE_ERROR((TensorLoader{Tensor::scalar(1.0f), {.batch = 1}}),
                "[TensorLoader] expected a tensor [N, ...], got a scalar");
}

TEST_CASE("rows of a tensor are loaded as they are", "[data]") {
  Tensor data({7, 2});
  for (int i = 0; i < 14; ++i) data.mutable_data()[i] = static_cast<float>(i);
  TensorLoader loader{data, {.batch = 3, .seed = 1, .drop_last = false}};
  CHECK(loader.batches_per_epoch() == 3);
  std::vector<float> seen;
  for (const Batch& batch : loader) {
    for (std::int64_t i = 0; i < batch.size(); ++i) {
      CHECK(batch.x.at({i, 1}) == batch.x.at({i, 0}) + 1.0f);
      seen.push_back(batch.x.at({i, 0}));
    }
  }
  std::ranges::sort(seen);
  CHECK(seen == std::vector<float>{0, 2, 4, 6, 8, 10, 12});

  f64::TensorLoader doubles{cast<double>(data), {.batch = 7, .shuffle = false}};
  CHECK(equal(doubles.next().x, cast<double>(data)));
}
