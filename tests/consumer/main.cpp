// A program of another project that uses the compiled library: a step of training, and a file.
#include <agon/agon.hpp>

#include <cstdio>

using namespace agon;

namespace {

struct Net {
  Linear first{4, 8}, out{8, 1};
  Var operator()(const Var& x) const { return out(relu(first(x))); }
};

}  // namespace

int main() {
  Net net;
  Adam adam{{.lr = 1e-2f}};
  const Tensor x = uniform({16, 4});
  const auto loss = [&] { return mean(square(net(x) - 1.0f)); };
  const float before = loss().item();
  for (int i = 0; i < 20; ++i) adam.step(net, grad(loss(), parameters(net)));
  std::printf("agon %s: %g -> %g\n", AGON_VERSION, static_cast<double>(before),
              static_cast<double>(loss().item()));
  return loss().item() < before ? 0 : 1;
}
