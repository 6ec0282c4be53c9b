#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <fstream>
#include <functional>
#include <limits>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "agon/core/error.hpp"
#include "agon/core/input_file.hpp"
#include "agon/io/file.hpp"
#include "agon/io/safetensors.hpp"

namespace agon {
namespace detail::safetensors {

static_assert(std::endian::native == std::endian::little,
              "safetensors files are read and written as they lie in memory");

// The reference reader's own limit.
inline constexpr std::uint64_t largest_header = 100'000'000;

struct FileType {
  DType dtype;
  const char* name;
};
inline constexpr FileType file_types[] = {
    {DType::float32, "F32"}, {DType::float64, "F64"}, {DType::int64, "I64"}, {DType::uint8, "U8"}};

AGON_INLINE AnyTensor uninitialised(DType dtype, const Shape& shape) {
  switch (dtype) {
    case DType::float32:
      return BasicTensor<float>(shape).erased();
    case DType::float64:
      return BasicTensor<double>(shape).erased();
    case DType::int64:
      return BasicTensor<std::int64_t>(shape).erased();
    case DType::uint8:
      return BasicTensor<std::uint8_t>(shape).erased();
  }
  return {};
}

AGON_INLINE std::size_t bytes_of(const AnyTensor& tensor) {
  return static_cast<std::size_t>(tensor.shape().size()) * size_of(tensor.dtype());
}

AGON_INLINE void check_names(const std::vector<NamedTensor>& tensors) {
  std::set<std::string> seen;
  for (const NamedTensor& named : tensors) {
    if (named.name.empty() || named.name == "__metadata__")
      fail("write_safetensors",
           "expected names that are not empty or \"__metadata__\", got \"" + named.name + "\"");
    if (!named.value.defined())
      fail("write_safetensors", "expected defined tensors, got none for " + named.name);
    if (!seen.insert(named.name).second)
      fail("write_safetensors", "expected every name once, got " + named.name + " twice");
  }
}

AGON_INLINE std::string make_header(const std::vector<const NamedTensor*>& tensors,
                                    const Metadata& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t offset = 0;
  for (const NamedTensor* named : tensors) {
    const std::uint64_t end = offset + bytes_of(named->value);
    const Shape& shape = named->shape();
    nlohmann::ordered_json sizes = nlohmann::ordered_json::array();
    for (std::int64_t size : shape) sizes.push_back(size);
    const char* type = "";
    for (const FileType& file_type : file_types)
      if (file_type.dtype == named->dtype()) type = file_type.name;
    header[named->name] = {{"dtype", type}, {"shape", sizes}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text;
  try {
    text = header.dump();
  } catch (const nlohmann::json::exception&) {
    fail("write_safetensors", "expected names and metadata in UTF-8, got other bytes");
  }
  text.append((8 - text.size() % 8) % 8, ' ');  // so that the elements are aligned
  return text;
}

/// One file being read.
class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path), in_(open_input(path)), size_(input_size(in_)) {}

  TensorFile read() {
    const nlohmann::json header = parse_header();
    std::vector<Entry> entries;
    TensorFile file;
    for (const auto& [name, value] : header.items()) {
      if (name == "__metadata__") {
        file.metadata = metadata(value);
      } else {
        entries.push_back(entry(name, value));
      }
    }
    std::ranges::stable_sort(entries, [](const Entry& a, const Entry& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    check_cover(entries);
    for (const Entry& e : entries) file.tensors.push_back(elements(e));
    return file;
  }

 private:
  struct Entry {
    std::string name;
    DType dtype;
    Shape shape;
    std::uint64_t begin, end;
  };

  [[noreturn]] void complain(const std::string& expected, const std::string& got) const {
    fail_io(path_, "expected " + expected + ", got " + got);
  }
  [[noreturn]] void complain_of(const std::string& name, const std::string& expected) const {
    complain("a safetensors header whose entry \"" + name + "\" has " + expected, "another one");
  }

  void read_bytes(char* to, std::uint64_t count) {
    errno = 0;
    in_.read(to, static_cast<std::streamsize>(count));
    if (!in_) complain("a file that can be read", system_reason());
  }

  nlohmann::json parse_header() {
    std::uint64_t length = 0;
    if (size_ < sizeof length) complain("a safetensors file of at least 8 bytes", std::to_string(size_));
    read_bytes(reinterpret_cast<char*>(&length), sizeof length);
    if (length > largest_header || length > size_ - sizeof length)
      complain("a safetensors header that fits into a file of " + std::to_string(size_) + " bytes",
               "a header length of " + std::to_string(length));
    std::string text(static_cast<std::size_t>(length), '\0');
    read_bytes(text.data(), length);
    data_ = size_ - sizeof length - length;

    // Nothing in a header is deeper than an entry's offsets; names given twice would hide one another.
    std::vector<std::set<std::string>> keys;
    bool sound = true;
    const auto watch = [&](int depth, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
      using Event = nlohmann::json::parse_event_t;
      sound = sound && depth <= 4;
      if (event == Event::object_start) keys.emplace_back();
      if (event == Event::object_end) keys.pop_back();
      if (event == Event::key && !keys.back().insert(parsed.get<std::string>()).second) sound = false;
      return sound;
    };
    nlohmann::json header = nlohmann::json::parse(text, watch, false);
    if (!sound || !header.is_object() || text.front() != '{')
      complain("a safetensors header of JSON with every name once", "something else");
    return header;
  }

  Metadata metadata(const nlohmann::json& value) const {
    if (!value.is_object()) complain_of("__metadata__", "only strings");
    Metadata result;
    for (const auto& [key, text] : value.items()) {
      if (!text.is_string()) complain_of("__metadata__", "only strings");
      result[key] = text.get<std::string>();
    }
    return result;
  }

  Entry entry(const std::string& name, const nlohmann::json& value) const {
    if (!value.is_object() || !value.contains("dtype") || !value.contains("shape") ||
        !value.contains("data_offsets"))
      complain_of(name, "dtype, shape and data_offsets");
    Entry result{name, DType::float32, {}, 0, 0};
    const auto type = std::ranges::find_if(file_types, [&](const FileType& t) {
      return value["dtype"].is_string() && value["dtype"] == t.name;
    });
    if (type == std::ranges::end(file_types))
      complain("tensors of F32, F64, I64 or U8", "dtype " + value["dtype"].dump() + " for \"" + name + "\"");
    result.dtype = type->dtype;

    const auto natural = [](const nlohmann::json& n) { return n.is_number_unsigned(); };
    const nlohmann::json &sizes = value["shape"], &offsets = value["data_offsets"];
    if (!sizes.is_array() || sizes.size() > Shape::max_rank || !std::ranges::all_of(sizes, natural))
      complain_of(name, "a shape of at most 8 sizes >= 0");
    if (!offsets.is_array() || offsets.size() != 2 || !std::ranges::all_of(offsets, natural))
      complain_of(name, "two data_offsets");
    result.begin = offsets[0].get<std::uint64_t>();
    result.end = offsets[1].get<std::uint64_t>();
    if (result.begin > result.end || result.end > data_)
      complain(
          "data_offsets of \"" + name + "\" within the " + std::to_string(data_) + " bytes after the header",
          "[" + std::to_string(result.begin) + ", " + std::to_string(result.end) + "]");

    // No size is larger than the file, unless another one is 0: products then stay in range.
    std::uint64_t bytes = size_of(result.dtype);
    const bool empty = std::ranges::any_of(sizes, [](const nlohmann::json& n) { return n == 0; });
    for (const nlohmann::json& n : sizes) {
      const std::uint64_t size = n.get<std::uint64_t>();
      const bool possible = size <= static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max()) ||
                            (!empty && size <= data_);
      if (!possible || (!empty && bytes > data_ / std::max<std::uint64_t>(size, 1))) {
        bytes = std::numeric_limits<std::uint64_t>::max();
        break;
      }
      bytes = empty ? 0 : bytes * size;
      result.shape.push_back(static_cast<std::int64_t>(size));
    }
    if (bytes != result.end - result.begin)
      complain("elements of \"" + name + "\" that fill its shape " + sizes.dump(),
               std::to_string(result.end - result.begin) + " bytes");
    return result;
  }

  void check_cover(const std::vector<Entry>& entries) const {
    std::uint64_t covered = 0;
    for (const Entry& e : entries) {
      if (e.begin != covered)
        complain(
            "elements that follow each other without overlap or gap",
            "\"" + e.name + "\" at " + std::to_string(e.begin) + " instead of " + std::to_string(covered));
      covered = e.end;
    }
    if (covered != data_)
      complain(std::to_string(covered) + " bytes of elements after the header", std::to_string(data_));
  }

  NamedTensor elements(const Entry& e) {
    NamedTensor named(e.name, uninitialised(e.dtype, e.shape));
    read_bytes(static_cast<char*>(named.value.storage->data()), e.end - e.begin);
    return named;
  }

  std::string path_;
  std::ifstream in_;
  std::uint64_t size_;
  std::uint64_t data_ = 0;  // bytes after the header
};

}  // namespace detail::safetensors

AGON_INLINE const NamedTensor* TensorFile::find(const std::string& name) const {
  const auto found = std::ranges::find(tensors, name, &NamedTensor::name);
  return found == tensors.end() ? nullptr : &*found;
}

AGON_INLINE void write_safetensors(const std::string& path, const std::vector<NamedTensor>& tensors,
                                   const Metadata& metadata) {
  using namespace detail::safetensors;
  check_names(tensors);
  std::vector<const NamedTensor*> ordered;
  for (const NamedTensor& named : tensors) ordered.push_back(&named);
  std::ranges::stable_sort(ordered, std::greater(),
                           [](const NamedTensor* named) { return size_of(named->dtype()); });
  const std::string header = make_header(ordered, metadata);
  const std::uint64_t length = header.size();
  PartialFile file(path);
  file.write(&length, sizeof length);
  file.write(header.data(), header.size());
  for (const NamedTensor* named : ordered) file.write(named->value.storage->data(), bytes_of(named->value));
  file.finish();
}

AGON_INLINE TensorFile read_safetensors(const std::string& path) {
  return detail::safetensors::Reader(path).read();
}

}  // namespace agon
