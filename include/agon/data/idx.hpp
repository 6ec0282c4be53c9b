#pragma once

#include <string>

#include "agon/data/dataset.hpp"

/// Files in the IDX format of bytes, which MNIST, Fashion-MNIST and EMNIST come in
/// (http://yann.lecun.com/exdb/mnist), plain or compressed by gzip (told apart by their first bytes, whatever
/// their names; agon::headers reads only plain ones).
namespace agon {

enum class Split { train, test };

/// Reads a file of pictures (magic 2051): [N, H, W, 1]. Throws IoError, naming the file, what was expected
/// and what came, where it is missing, of another kind, cut short, too long, or its compressed stream is
/// corrupt.
ByteTensor read_idx_images(const std::string& path);

/// Reads a file of labels (magic 2049): [N]. Throws IoError as `read_idx_images` does.
LabelTensor read_idx_labels(const std::string& path);

/// A file of pictures with the file of their labels. Throws IoError, also where they do not hold equally
/// many.
ImageDataset load_idx(const std::string& images_path, const std::string& labels_path, std::string source);

/// The training (60,000) or test (10,000) set of MNIST, or of another set under the same names, from the
/// files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-... in a folder; each may end in .gz, and the
/// plain one is taken where both exist. Pictures are [N, 28, 28, 1], labels 0 to 9. Throws IoError as
/// `load_idx` does.
ImageDataset load_mnist(const std::string& folder, Split split = Split::train);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/data/idx-inl.h"
#endif
