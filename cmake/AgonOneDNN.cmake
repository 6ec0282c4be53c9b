# oneDNN, 2.6 or newer, computing on OpenMP's threads: sets agon_onednn where it is found. It is found by its files, not
# by its own package, because Debian's asks for OpenCL's headers, which nothing here needs.

find_path(AGON_ONEDNN_INCLUDE_DIR oneapi/dnnl/dnnl.hpp)
find_library(AGON_ONEDNN_LIBRARY dnnl)
mark_as_advanced(AGON_ONEDNN_INCLUDE_DIR AGON_ONEDNN_LIBRARY)

set(agon_onednn OFF)
if(NOT AGON_ONEDNN_INCLUDE_DIR OR NOT AGON_ONEDNN_LIBRARY)
  message(STATUS "agon: oneDNN was not found, products run on Eigen only (Debian: libdnnl-dev)")
  return()
endif()

set(agon_onednn_headers "${AGON_ONEDNN_INCLUDE_DIR}/oneapi/dnnl")
file(STRINGS "${agon_onednn_headers}/dnnl_version.h" agon_onednn_version REGEX "define DNNL_VERSION_(MAJOR|MINOR) +[0-9]+")
string(REGEX REPLACE "[^0-9;]" "" agon_onednn_version "${agon_onednn_version}")
list(JOIN agon_onednn_version "." agon_onednn_version)
file(STRINGS "${agon_onednn_headers}/dnnl_config.h" agon_onednn_on_openmp
  REGEX "define DNNL_CPU_THREADING_RUNTIME +DNNL_RUNTIME_OMP")
if(agon_onednn_version VERSION_LESS 2.6 OR NOT agon_onednn_on_openmp)
  message(STATUS "agon: expected oneDNN >= 2.6 on OpenMP, got ${agon_onednn_version} in ${AGON_ONEDNN_INCLUDE_DIR}; "
                 "products run on Eigen only (Debian: libdnnl-dev)")
  return()
endif()
set(agon_onednn ON)
