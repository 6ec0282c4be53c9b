// expect: AGON_MEMBERS(...) must list every member
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

class Net {
 public:
  Net() = default;

 private:
  agon::Linear a{1, 1};
  agon::Linear b{1, 1};
  AGON_MEMBERS(a)
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
