#include "agon/nn/save.hpp"

#include <filesystem>
#include <fstream>

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;
namespace fs = std::filesystem;

namespace {

struct Net {
  Linear in{3, 4};
  BatchNorm norm{4};
  Linear out{4, 1, {.bias = false}};
  Var operator()(const Var& x) const { return out(relu(norm(in(x)))); }
};

struct Wider {
  Linear in{3, 5};
  Linear extra{1, 1};
};

}  // namespace

TEST_CASE("a network comes back from its file bit by bit", "[nn][save]") {
  const agon_test::Scratch scratch;
  const std::string path = scratch / "roundtrip.safetensors";
  Net net;
  init(net, normal(0, 1));
  net.norm.running_mean = Tensor({4}, {1, 2, 3, 4});
  save(net, path);
  Net other;
  REQUIRE_FALSE(equal(net, other));
  load(other, path);
  REQUIRE(equal(net, other));
  REQUIRE(parameters(other)[0].tracked());
  REQUIRE_FALSE(fs::exists(path + ".partial"));
}

TEST_CASE("double networks are saved as doubles", "[nn][save]") {
  const agon_test::Scratch scratch;
  const std::string path = scratch / "double.safetensors";
  const f64::Linear layer{2, 3};
  save(layer, path);
  f64::Linear other{2, 3};
  load(other, path);
  REQUIRE(equal(layer, other));
  Linear single{2, 3};
  REQUIRE_IO_ERROR(load(single, path), "weight is float64 [3, 2] instead of float32 [3, 2]");
}

TEST_CASE("a file of another network is refused as a whole, and nothing changes", "[nn][save]") {
  const agon_test::Scratch scratch;
  const std::string path = scratch / "other.safetensors";
  save(Wider{}, path);
  Net net;
  const Net before = net;
  const std::string text = agon_test::thrown_text<IoError>([&] { load(net, path); });
  for (const char* part :
       {"[", "other.safetensors] expected the tensors of the network, got others: ",
        "in.weight is float32 [5, 3] instead of float32 [4, 3]",
        "in.bias is float32 [5] instead of float32 [4]", "norm.running_mean float32 [4] is missing",
        "out.weight float32 [1, 4] is missing", "extra.weight float32 [1, 1] is not in the network"})
    REQUIRE_THAT(text, agon_test::contains(part));
  REQUIRE(equal(net, before));
}

TEST_CASE("state goes out and in without a file", "[nn][save]") {
  Net net, other;
  init(net, normal(0, 1));
  set_state(other, state(net));
  REQUIRE(equal(net, other));
  std::vector<NamedTensor> fewer = state(net);
  fewer.pop_back();
  REQUIRE_ERROR(set_state(other, fewer),
                "[set_state] expected the tensors of the network, got others: out.weight float32 "
                "[1, 4] is missing");
}

TEST_CASE("saving where it cannot be says so and leaves nothing", "[nn][save]") {
  REQUIRE_IO_ERROR(save(Net{}, "/nonexistent/folder/net.safetensors"),
                   "[/nonexistent/folder/net.safetensors] expected a file that can be written");
  const agon_test::Scratch scratch;
  const std::string folder = scratch / "folder";
  fs::create_directories(folder + "/inside");
  REQUIRE_IO_ERROR(save(Net{}, folder), "expected a file that can be written, got a folder");
  REQUIRE_FALSE(fs::exists(folder + ".partial"));
  Net net;
  REQUIRE_IO_ERROR(load(net, "/nonexistent/net.safetensors"),
                   "[/nonexistent/net.safetensors] expected a file that can be read");
}
