#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

OpRow batch_matmul_row(bool transpose_a, bool transpose_b) {
  const auto shape = [](std::int64_t batch, std::int64_t rows, std::int64_t columns, bool transposed) {
    return transposed ? Shape{batch, columns, rows} : Shape{batch, rows, columns};
  };
  const auto operands = [&](std::int64_t batch, std::int64_t m, std::int64_t n, std::int64_t k) {
    return std::vector{any(shape(batch, m, k, transpose_a)), any(shape(batch, k, n, transpose_b))};
  };
  return op_row("batch_matmul",
                [transpose_a, transpose_b](const auto& x) {
                  return batch_matmul(x[0], x[1], transpose_a, transpose_b);
                },
                {{"small", operands(3, 2, 4, 5)},
                 {"batch of one", operands(1, 3, 4, 2)},
                 {"rows of one", operands(4, 1, 1, 3)},
                 {"beyond the grain", operands(19, 67, 35, 41)}});
}

}  // namespace

std::vector<OpRow> index_rows() {
  return {batch_matmul_row(false, false), batch_matmul_row(false, true), batch_matmul_row(true, false),
          batch_matmul_row(true, true)};
}

}  // namespace agon_test
