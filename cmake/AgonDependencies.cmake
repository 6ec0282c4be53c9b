# Every dependency is a system package found by find_package. A missing one is reported with its Debian package,
# all of them at once, so that one apt-get command repairs the configuration.

include(AgonCompiler)

set(agon_missing "")

# agon_require(<package> <target> <Debian package> [find_package arguments...])
macro(agon_require package target debian)
  find_package(${package} ${ARGN} QUIET)
  if(NOT TARGET ${target})
    message(STATUS "agon: ${package} was not found (Debian: ${debian})")
    list(APPEND agon_missing ${debian})
  endif()
endmacro()

agon_require(Eigen3 Eigen3::Eigen libeigen3-dev 3.4 NO_MODULE)
if(AGON_COMPILED)
  agon_require(ZLIB ZLIB::ZLIB zlib1g-dev)
  agon_require(PNG PNG::PNG libpng-dev)
  agon_require(nlohmann_json nlohmann_json::nlohmann_json nlohmann-json3-dev)
endif()
if(AGON_BUILD_TESTS)
  agon_require(Catch2 Catch2::Catch2 catch2)
  agon_require(Python3 Python3::Interpreter python3 COMPONENTS Interpreter)
endif()
if(AGON_COMPILED AND (AGON_BUILD_EXAMPLES OR AGON_BUILD_BENCHMARKS))
  agon_require(CLI11 CLI11::CLI11 libcli11-dev)
endif()
if(AGON_COMPILED AND AGON_BUILD_BENCHMARKS)
  find_package(benchmark QUIET)
  if(NOT TARGET benchmark::benchmark)
    message(STATUS "agon: Google Benchmark was not found, kernels are not benchmarked (Debian: libbenchmark-dev)")
  endif()
endif()

find_package(Threads QUIET REQUIRED)

# OpenMP is one of the carriers of parallel loops when found. A build without it is complete.
set(agon_openmp_target "")
if(AGON_OPENMP)
  find_package(OpenMP QUIET COMPONENTS CXX)
  if(TARGET OpenMP::OpenMP_CXX)
    set(agon_openmp_target OpenMP::OpenMP_CXX)
  else()
    message(STATUS "agon: OpenMP was not found, loops run on the library's own threads only (Debian: libomp-dev for clang)")
  endif()
endif()

# oneDNN is a backend of the compiled library when found, and computes on OpenMP's threads.
set(agon_onednn OFF)
if(AGON_COMPILED AND AGON_ONEDNN AND agon_openmp_target)
  include(AgonOneDNN)
elseif(AGON_COMPILED AND AGON_ONEDNN)
  message(STATUS "agon: oneDNN is left out of a build without OpenMP, products run on Eigen only")
endif()

if(agon_missing)
  list(REMOVE_DUPLICATES agon_missing)
  list(JOIN agon_missing " " agon_missing)
  message(FATAL_ERROR "agon: packages are missing. On Debian or Ubuntu:\n  sudo apt-get install ${agon_missing}\n"
                      "AGON_COMPILED, AGON_BUILD_TESTS, AGON_BUILD_EXAMPLES and AGON_BUILD_BENCHMARKS switch parts off.")
endif()
