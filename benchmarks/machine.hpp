#pragma once

#include <string>

/// What a measurement ran on.
namespace bench {

/// The processor's name, or "unknown processor".
std::string processor();

/// The most memory that this process held since it began, in MiB.
double peak_memory_mib();

/// The rate of a product of two 1024 x 1024 float matrices by the library's own kernel, on this thread's
/// number of threads, in GFLOP/s: what its other kernels are measured against.
double matrix_product_gflops(double seconds);

/// The rate at which an addition of large tensors reads and writes memory, in GB/s.
double memory_gbs(double seconds);

}  // namespace bench
