#include "agon/core/tensor.hpp"

#include <thread>

#include "agon/core/allocator.hpp"
#include "agon_test.hpp"

using namespace agon;

TEST_CASE("copies share their elements until one is written", "[tensor]") {
  Tensor a({2, 2}, {1, 2, 3, 4});
  Tensor b = a;
  CHECK(a.shares_storage_with(b));
  CHECK_FALSE(a.unique());
  b.mutable_data()[0] = 9;
  CHECK_FALSE(a.shares_storage_with(b));
  CHECK(a.at({0, 0}) == 1);
  CHECK(b.at({0, 0}) == 9);
  const float* before = b.data();
  b.mutable_data()[1] = 8;
  CHECK(b.data() == before);
}

TEST_CASE("storage is aligned to 64 bytes for every type", "[tensor]") {
  const auto aligned = [](const void* p) { return reinterpret_cast<std::uintptr_t>(p) % 64 == 0; };
  CHECK(aligned(Tensor({3}, 1.0f).data()));
  CHECK(aligned(f64::Tensor({3}, 1.0).data()));
  CHECK(aligned(LabelTensor(Shape{3}, std::int64_t{1}).data()));
  CHECK(aligned(ByteTensor(Shape{3}, std::uint8_t{1}).data()));
}

TEST_CASE("an undefined tensor has no elements", "[tensor]") {
  const Tensor none;
  CHECK_FALSE(none.defined());
  CHECK(none.size() == 0);
  CHECK(none.values().empty());
  CHECK(equal(none, Tensor()));
  CHECK_FALSE(equal(none, Tensor({0})));
}

TEST_CASE("reshape shares the elements and infers one axis", "[tensor]") {
  const Tensor a({2, 6}, 1.0f);
  CHECK(a.reshape({3, -1}).shape() == Shape{3, 4});
  CHECK(a.reshape({3, -1}).shares_storage_with(a));
  REQUIRE_ERROR(a.reshape({5, -1}), "[reshape] expected a shape of 12 elements, got [5, -1]");
  REQUIRE_ERROR(a.reshape({-1, -1}), "[reshape]");
  REQUIRE_ERROR(a.reshape({3, 3}), "[reshape] expected a shape of 12 elements, got [3, 3]");
  REQUIRE_ERROR(a.reshape({-3, -4}), "[reshape] expected a shape of 12 elements, got [-3, -4]");
  REQUIRE_ERROR(a.reshape({-1, -3, -4}), "[reshape]");
  REQUIRE_ERROR(Tensor().reshape({1}), "[reshape] expected a defined tensor, got an undefined one");
}

TEST_CASE("mistakes with tensors are named", "[tensor]") {
  REQUIRE_ERROR(Tensor({2, 2}, {1, 2, 3}), "[Tensor] expected 4 values for [2, 2], got 3");
  REQUIRE_ERROR(Tensor(Shape{2, -3}), "[Tensor] expected a shape without negative sizes, got [2, -3]");
  REQUIRE_ERROR(Tensor(Shape{-2, -3}), "[Tensor] expected a shape without negative sizes, got [-2, -3]");
  REQUIRE_ERROR(Tensor(Shape{1LL << 62}), "[Tensor] expected a shape that fits into memory");
  REQUIRE_ERROR(Tensor(Shape{1LL << 62, 4}), "[Shape] expected a number of elements within 64 bits");
  REQUIRE_ERROR(Tensor({2}, 1.0f).item(), "[item] expected a tensor of one element, got [2]");
  REQUIRE_ERROR(Tensor({2}, 1.0f).at({2}), "[at] expected an index inside [2], got [2]");
  REQUIRE_ERROR(Tensor({2}, 1.0f).at({0, 0}), "[at] expected an index inside [2], got [0, 0]");
  REQUIRE_ERROR(f64::Tensor::from(Tensor({2}, 1.0f).erased()), "expected elements of float64, got float32");
}

TEST_CASE("rows are copied by range and by number", "[tensor]") {
  const LabelTensor a({3, 2}, {1, 2, 3, 4, 5, 6});
  CHECK(equal(rows(a, 1, 3), LabelTensor({2, 2}, {3, 4, 5, 6})));
  CHECK(rows(a, 1, 1).shape() == Shape{0, 2});
  const std::int64_t numbers[] = {2, 0, 2};
  CHECK(equal(take_rows<std::int64_t>(a, numbers), LabelTensor({3, 2}, {5, 6, 1, 2, 5, 6})));
  REQUIRE_ERROR(rows(a, 2, 4), "[rows] expected a range inside [0, 3), got [2, 4)");
  const std::int64_t outside[] = {3};
  REQUIRE_ERROR(take_rows<std::int64_t>(a, outside), "[take_rows] expected row numbers inside [0, 3), got 3");
  REQUIRE_ERROR(rows(Tensor::scalar(1), 0, 1), "[rows] expected a tensor with at least one axis");
}

TEST_CASE("cast converts each element", "[tensor]") {
  CHECK(equal(cast<std::int64_t>(Tensor({3}, {-1.5f, 0, 2.9f})), LabelTensor({3}, {-1, 0, 2})));
  CHECK(equal(cast<float>(ByteTensor({2}, {0, 255})), Tensor({2}, {0, 255})));
}

TEST_CASE("released memory is used again", "[allocator]") {
  release_cached_memory();
  const std::size_t in_use = memory_use().in_use;
  [[maybe_unused]] const void* block = nullptr;
  {
    const Tensor a({1000}, 1.0f);
    block = a.data();
    CHECK(memory_use().in_use >= in_use + 4000);
  }
  CHECK(memory_use().in_use == in_use);
#if !defined(__SANITIZE_ADDRESS__)
  if (memory_use().cached > 0) CHECK(Tensor({1000}, 1.0f).data() == block);
#endif
  release_cached_memory();
  CHECK(memory_use().cached == 0);
}

TEST_CASE("one tensor is read, copied and dropped on many threads", "[tensor]") {
  const Tensor shared({256}, 2.0f);
  std::vector<double> sums(4);
  std::vector<std::thread> workers;
  for (double& total : sums)
    workers.emplace_back([&shared, &total] {
      for (int round = 0; round < 200; ++round) {
        Tensor mine = shared;
        mine.mutable_data()[0] = 3;
        total += static_cast<double>(mine.at({0}) + shared.at({0}));
      }
    });
  for (std::thread& worker : workers) worker.join();
  for (double total : sums) CHECK(total == 1000);
}
