#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "agon/core/tensor.hpp"

/// Files in the safetensors format (https://github.com/huggingface/safetensors): a length, a JSON header, the
/// elements. Part of agon::agon; agon::headers has it where <nlohmann/json.hpp> is found.
namespace agon {

/// A tensor of float, double, int64 or uint8 under a name.
struct NamedTensor {
  std::string name;
  AnyTensor value;

  NamedTensor(std::string its_name, AnyTensor tensor) : name(std::move(its_name)), value(std::move(tensor)) {}
  template <class T>
  NamedTensor(std::string its_name, const BasicTensor<T>& tensor)
      : name(std::move(its_name)), value(tensor.erased()) {}

  const Shape& shape() const { return value.shape(); }
  DType dtype() const { return value.dtype(); }
  /// The typed view. Throws Error where the elements are of another type.
  template <class T>
  BasicTensor<T> tensor() const {
    return BasicTensor<T>::from(value);
  }
};

using Metadata = std::map<std::string, std::string>;

/// What a safetensors file holds.
struct TensorFile {
  std::vector<NamedTensor> tensors;  ///< in the order of their elements in the file
  Metadata metadata;

  /// Null where there is none of this name.
  const NamedTensor* find(const std::string& name) const;
};

/// Writes a file whole or not at all: into a file beside it (path + ".partial"), which is then renamed.
/// Elements of wider types come first, otherwise in the order given. Throws Error where a name is empty,
/// reserved, given twice or not UTF-8 or a tensor is undefined, and IoError where the file cannot be written.
void write_safetensors(const std::string& path, const std::vector<NamedTensor>& tensors,
                       const Metadata& metadata = {});

/// Reads a file of F32, F64, I64 and U8 tensors. Throws IoError, saying what is wrong, where it cannot be
/// read, is cut short, has a header that is not one, or elements that overlap, leave gaps, or do not fit
/// their shapes.
TensorFile read_safetensors(const std::string& path);

}  // namespace agon

#if defined(AGON_HEADER_ONLY) && __has_include(<nlohmann/json.hpp>)
#include "agon/io/safetensors-inl.h"
#endif
