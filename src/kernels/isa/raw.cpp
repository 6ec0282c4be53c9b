// The raw kernels of one instruction set. cmake/AgonKernels.cmake compiles this file once for each, with
// AGON_ISA_NAMESPACE and Eigen (a new name for that namespace) set on the command line and with the flags of
// the set.
#include "agon/kernels/raw/table-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

extern const KernelTable<float> float_table;
extern const KernelTable<double> double_table;
constinit const KernelTable<float> float_table = make_table<float>();
constinit const KernelTable<double> double_table = make_table<double>();

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
