#include "agon/autograd/ops/conv.hpp"

#include "agon/autograd/ops/conv1d.hpp"
#include "agon/autograd/ops/conv3d.hpp"
#include "agon_test.hpp"

using namespace agon;

TEST_CASE("conv_transpose2d says what is wrong with dilation and groups", "[ops]") {
  const Tensor x({1, 4, 4, 6}), kernels({6, 3, 3, 2});
  REQUIRE_ERROR(
      conv_transpose2d(x, kernels, {.groups = 4}),
      "[conv_transpose2d] expected groups that divide in and out channels, got groups 4 for kernels "
      "[6, 3, 3, 2]");
  REQUIRE_ERROR(conv_transpose2d(x, Tensor({4, 3, 3, 2})),
                "[conv_transpose2d] expected input [N, H, W, 4] for kernels [4, 3, 3, 2], got [1, 4, 4, 6]");
  REQUIRE_ERROR(
      conv_transpose2d(x, kernels, {.dilation = 0}),
      "[conv_transpose2d] expected stride >= 1, dilation >= 1, padding >= 0 and 0 <= output padding < "
      "stride, got stride 1, dilation 0, padding 0, output padding 0");
}

TEST_CASE("convolutions of sequences and volumes say what is wrong", "[ops]") {
  const Tensor line({2, 9, 4}), lines({6, 3, 4});
  REQUIRE_ERROR(conv1d(Tensor({2, 4}), lines), "[conv1d] expected input [N, L, in] of rank 3, got [2, 4]");
  REQUIRE_ERROR(conv1d(line, lines, {.groups = 2}),
                "[conv1d] expected input [N, L, 8] for kernels [6, 3, 4], got [2, 9, 4]");
  REQUIRE_ERROR(conv_transpose1d(line, lines),
                "[conv_transpose1d] expected input [N, L, 6] for kernels [6, 3, 4], got [2, 9, 4]");
  const Tensor volume({1, 4, 5, 5, 2}), kernels({3, 2, 2, 2, 2});
  REQUIRE_ERROR(conv3d(line, kernels), "[conv3d] expected input of rank 5, got [2, 9, 4]");
  REQUIRE_ERROR(conv3d(volume, Tensor({3, 2, 2, 2, 1})),
                "[conv3d] expected input [N, D, H, W, 1], got [1, 4, 5, 5, 2]");
  REQUIRE_ERROR(
      conv3d(volume, kernels, {.dilation = {4, 1, 1}}),
      "[conv3d] expected a kernel, stride and dilation >= 1, a padding >= 0 and a padded volume of at "
      "least the kernel's reach, got kernel 2x2x2, stride 1x1x1, dilation 4x1x1, padding 0x0x0, volume "
      "4x5x5");
  REQUIRE_ERROR(conv3d(volume, kernels, {.groups = 2}),
                "[conv3d] expected groups that divide in and out channels, got groups 2, out 3");
  REQUIRE_ERROR(
      conv3d_weight_grad(volume, Tensor({1, 2, 4, 4, 3}), 2),
      "[conv3d_weight_grad] expected a gradient [1, 3, 4, 4, out] of the output, got [1, 2, 4, 4, 3]");
  REQUIRE_ERROR(
      conv_transpose3d(volume, kernels),
      "[conv_transpose3d] expected input [N, D, H, W, 3] for kernels [3, 2, 2, 2, 2], got [1, 4, 5, 5, 2]");
}
