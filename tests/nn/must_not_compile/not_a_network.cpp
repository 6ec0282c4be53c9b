// expect: constraints not satisfied
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

void use() { static_cast<void>(agon::parameters(7)); }
