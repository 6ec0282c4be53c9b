// What differs from the others compiles: they fail for the reason they give.
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

class Layer {
 public:
  Layer() = default;

 private:
  agon::Linear a{1, 1};
  agon::Linear b{1, 1};
  AGON_MEMBERS(a, b)
};
struct Public {
  Public() {}
  agon::Linear a{1, 1};
  agon::Linear b{1, 1};
  static constexpr std::size_t agon_members = 2;
};
struct Net {
  Layer layer;
  Public other;
  std::vector<Public> list;
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
