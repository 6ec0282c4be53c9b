// A program of another project that uses the header-only flavour: a second derivative.
#include <agon/autograd.hpp>

#include <cstdio>

int main() {
  using namespace agon;
  const Var x = variable(Tensor({2}, {1.0f, 2.0f}));
  const Var slope = grad(sum(x * x * x), {x}, {.create_graph = true})[0];
  const Var curvature = grad(sum(slope), {x})[0];
  std::printf("%g %g\n", static_cast<double>(curvature.value().at({0})),
              static_cast<double>(curvature.value().at({1})));
  return curvature.value().at({0}) == 6.0f && curvature.value().at({1}) == 12.0f ? 0 : 1;
}
