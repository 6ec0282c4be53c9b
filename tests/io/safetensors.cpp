#include "agon/io/safetensors.hpp"

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;
namespace fs = std::filesystem;

namespace {

/// A file of a folder that no other test has.
struct TemporaryFile {
  explicit TemporaryFile(const std::string& name) : path(scratch / name) {}

  void write(const std::string& bytes) const { std::ofstream(path, std::ios::binary) << bytes; }

  agon_test::Scratch scratch;
  std::string path;
};

std::string with_length(const std::string& header, std::size_t data_bytes) {
  const std::uint64_t length = header.size();
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes + header + std::string(data_bytes, '\x01');
}

std::string complaint(const std::string& bytes) {
  const TemporaryFile file("bad.safetensors");
  file.write(bytes);
  return agon_test::thrown_text<IoError>([&] { read_safetensors(file.path); });
}

#define REQUIRE_COMPLAINT(bytes, part) REQUIRE_THAT(complaint(bytes), agon_test::contains(part))

}  // namespace

TEST_CASE("tensors of every type come back bit by bit", "[io][safetensors]") {
  const TemporaryFile file("all.safetensors");
  const Tensor floats({2, 3}, {1, -2, 3.5f, 0, 1e-30f, 7});
  const f64::Tensor doubles({2}, {0.1, -1e300});
  const LabelTensor labels({1, 2, 1}, {-5, std::int64_t{1} << 60});
  const ByteTensor bytes({3}, {0, 128, 255});
  const std::vector<NamedTensor> tensors{
      {"bytes", bytes},   {"a \"quoted\" ünicode", floats}, {"doubles", doubles},
      {"labels", labels}, {"scalar", Tensor::scalar(4)},    {"empty", Tensor({0, 5}, 0.0f)}};
  write_safetensors(file.path, tensors, {{"note", "text"}, {"empty", ""}});
  const TensorFile read = read_safetensors(file.path);
  REQUIRE(read.metadata == Metadata{{"empty", ""}, {"note", "text"}});
  REQUIRE(read.tensors.size() == tensors.size());
  REQUIRE(equal(read.find("bytes")->tensor<std::uint8_t>(), bytes));
  REQUIRE(equal(read.find("a \"quoted\" ünicode")->tensor<float>(), floats));
  REQUIRE(equal(read.find("doubles")->tensor<double>(), doubles));
  REQUIRE(equal(read.find("labels")->tensor<std::int64_t>(), labels));
  REQUIRE(read.find("scalar")->shape() == Shape{});
  REQUIRE(read.find("empty")->shape() == Shape{0, 5});
  REQUIRE(read.find("missing") == nullptr);
  REQUIRE_ERROR(read.find("labels")->tensor<float>(), "expected elements of float32, got int64");
  REQUIRE_FALSE(fs::exists(file.path + ".partial"));
}

TEST_CASE("a file of nothing is a file", "[io][safetensors]") {
  const TemporaryFile file("none.safetensors");
  write_safetensors(file.path, {});
  REQUIRE(read_safetensors(file.path).tensors.empty());
}

TEST_CASE("elements lie aligned behind a padded header", "[io][safetensors]") {
  const TemporaryFile file("aligned.safetensors");
  write_safetensors(file.path, {{"b", ByteTensor({1}, {1})}, {"d", f64::Tensor({1}, {2.0})}});
  REQUIRE((fs::file_size(file.path) - 9) % 8 == 0);
  REQUIRE(read_safetensors(file.path).tensors.front().name == "d");
}

TEST_CASE("names that cannot be written are refused", "[io][safetensors]") {
  const TemporaryFile file("names.safetensors");
  const Tensor x({1}, 0.0f);
  REQUIRE_ERROR(write_safetensors(file.path, {{"x", x}, {"x", x}}),
                "[write_safetensors] expected every name once, got x twice");
  REQUIRE_ERROR(write_safetensors(file.path, {{"", x}}),
                "[write_safetensors] expected names that are not empty");
  REQUIRE_ERROR(write_safetensors(file.path, {{"__metadata__", x}}), "[write_safetensors] expected names");
  REQUIRE_ERROR(write_safetensors(file.path, {{"x", Tensor()}}), "expected defined tensors, got none for x");
  REQUIRE_ERROR(write_safetensors(file.path, {{"\xff", x}}), "expected names and metadata in UTF-8");
  REQUIRE_FALSE(fs::exists(file.path));
}

TEST_CASE("what is no safetensors file is refused with one sentence", "[io][safetensors]") {
  const std::string entry = R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  REQUIRE(complaint(with_length(entry, 8)) == "<nothing was thrown>");

  REQUIRE_COMPLAINT("", "expected a safetensors file of at least 8 bytes, got 0");
  REQUIRE_COMPLAINT(std::string(8, '\xff'), "a header length of 18446744073709551615");
  REQUIRE_COMPLAINT(with_length(entry, 8).substr(0, 20),
                    "expected a safetensors header that fits into a file of 20 bytes");
  REQUIRE_COMPLAINT(with_length("{", 0), "expected a safetensors header of JSON");
  REQUIRE_COMPLAINT(with_length("", 0), "expected a safetensors header of JSON");
  REQUIRE_COMPLAINT(with_length("[1, 2]", 0), "expected a safetensors header of JSON");
  REQUIRE_COMPLAINT(with_length(std::string(100'000, '['), 0), "expected a safetensors header of JSON");
  REQUIRE_COMPLAINT(with_length(R"({"x":{},"x":{}})", 0), "every name once");
  REQUIRE_COMPLAINT(with_length(R"({"x":3})", 0), R"(whose entry "x" has dtype, shape and data_offsets)");
  REQUIRE_COMPLAINT(with_length(R"({"x":{"dtype":"F32","shape":[2]}})", 8), "data_offsets");
  REQUIRE_COMPLAINT(with_length(R"({"x":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}})", 4),
                    R"(expected tensors of F32, F64, I64 or U8, got dtype "BF16" for "x")");
  REQUIRE_COMPLAINT(with_length(R"({"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8),
                    "a shape of at most 8 sizes");
  REQUIRE_COMPLAINT(
      with_length(R"({"x":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}})", 8),
      "a shape of at most 8 sizes");
  REQUIRE_COMPLAINT(with_length(R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8),
                    "that fill its shape [3], got 8 bytes");
  REQUIRE_COMPLAINT(
      with_length(R"({"x":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,0]}})", 0),
      "that fill its shape");
  REQUIRE_COMPLAINT(
      with_length(R"({"x":{"dtype":"F32","shape":[0,18446744073709551615],"data_offsets":[0,0]}})", 0),
      "that fill its shape");
  REQUIRE_COMPLAINT(with_length(R"({"__metadata__":{"a":1}})", 0),
                    R"(entry "__metadata__" has only strings)");
}

TEST_CASE("elements that are cut off, overlap or leave gaps are refused", "[io][safetensors]") {
  const std::string one = R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  REQUIRE_COMPLAINT(with_length(one, 7),
                    R"(expected data_offsets of "x" within the 7 bytes after the header, got [0, 8])");
  REQUIRE_COMPLAINT(with_length(one, 9), "expected 8 bytes of elements after the header, got 9");
  REQUIRE_COMPLAINT(with_length(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8),
                    "data_offsets");
  const auto two = [](const char* begin, const char* end) {
    return std::string(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                       R"("y":{"dtype":"F32","shape":[2],"data_offsets":[)") +
           begin + "," + end + "]}}";
  };
  REQUIRE(complaint(with_length(two("8", "16"), 16)) == "<nothing was thrown>");
  REQUIRE_COMPLAINT(with_length(two("4", "12"), 12), R"(without overlap or gap, got "y" at 4 instead of 8)");
  REQUIRE_COMPLAINT(with_length(two("12", "20"), 20), R"(got "y" at 12 instead of 8)");
  REQUIRE_COMPLAINT(with_length(two("0", "8"), 8), R"(at 0 instead of 8)");
}

TEST_CASE("a folder is not a file", "[io][safetensors]") {
  REQUIRE_IO_ERROR(read_safetensors(fs::temp_directory_path().string()), "expected a file, got a folder");
}
