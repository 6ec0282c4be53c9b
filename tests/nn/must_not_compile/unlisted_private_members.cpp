// expect: agon does not know this type of member
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

class Layer {
 public:
  Layer() : weight_(agon::Tensor({1}, 1.0f)) {}

 private:
  agon::Parameter weight_;
};
struct Net {
  Layer layer;
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
