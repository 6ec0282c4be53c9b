#pragma once

#include <map>
#include <string>

#include "agon/nn/save.hpp"

namespace agon {

/// What a state dict of PyTorch does not say about itself. All keys name layers of the network here.
struct PyTorchOptions {
  /// What a layer (or a part of the network) is called there, where its name differs: {"up1", "main.3"}. The
  /// longest name that fits counts; the empty one stands for the whole network.
  std::map<std::string, std::string> renamed = {};
  /// Dense layers that are given a flattened picture, with its shape [H, W, C] here: PyTorch numbers its
  /// elements channels-first.
  std::map<std::string, Shape> flattened = {};
  /// Dense layers whose result is made a picture of this shape [H, W, C].
  std::map<std::string, Shape> unflattened = {};
};

namespace detail {
/// The tensors of a state dict under the names, in the layout and of the type of the network's.
template <class T>
std::vector<NamedTensor> from_pytorch(std::span<const BasicSlot<T>> slots,
                                      const std::vector<NamedTensor>& tensors, const PyTorchOptions& options);
}  // namespace detail

/// Reads a state dict of PyTorch that was saved as safetensors (safetensors.torch.save_file(net.state_dict(),
/// path)) into a network of the same layers with the same names.
///
/// - Tensors of rank 3 or more are moved from channels-first to channels-last: kernels [out, in, kh, kw] to
/// [out, kh, kw,
///   in], those of transposed convolutions [in, out, kh, kw] to [in, kh, kw, out].
/// - The weight and bias of a normalisation are its scale and shift here, running_var its running_variance.
/// - SpectralNorm and WeightNorm find what torch.nn.utils.parametrizations keep, and the
/// older functions of those names, LSTM and GRU (`cell` here)
/// the tensors of
///   layer 0, MultiHeadAttention its thirds of in_proj_weight and in_proj_bias, and out_proj.
/// - Counters (num_batches_tracked) are left out. float32 and float64 are converted.
///
/// Throws IoError where the file cannot be read, and strictly as `load` does where names or shapes do not
/// fit, Error where an option names a layer that is not there or a shape that its weights do not have; the
/// network is then unchanged.
template <Network Net>
void load_pytorch(Net& net, const std::string& path, const PyTorchOptions& options = {}) {
  using T = network_scalar_t<Net>;
  const auto places = slots(net);
  const auto tensors = detail::from_pytorch<T>(places, read_safetensors(path).tensors, options);
  const std::string complaints = detail::take_state<T>(places, tensors);
  if (!complaints.empty()) detail::refuse_file(path, complaints);
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/pytorch-inl.h"
#endif
