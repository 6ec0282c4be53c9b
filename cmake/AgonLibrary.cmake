# The two flavours of the library. agon::agon is compiled once for float and double; agon::headers is the same code
# as inline functions. Neither exports a flag that asks for an instruction set.

add_library(agon_headers INTERFACE)
add_library(agon::headers ALIAS agon_headers)
set_target_properties(agon_headers PROPERTIES EXPORT_NAME headers)
target_compile_features(agon_headers INTERFACE cxx_std_20)
target_compile_definitions(agon_headers INTERFACE AGON_HEADER_ONLY)
target_include_directories(agon_headers INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
target_link_libraries(agon_headers INTERFACE Eigen3::Eigen Threads::Threads)
if(agon_openmp_target)
  target_link_libraries(agon_headers INTERFACE
    $<$<TARGET_EXISTS:OpenMP::OpenMP_CXX>:OpenMP::OpenMP_CXX>)
endif()

if(AGON_COMPILED)
  file(GLOB_RECURSE agon_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/*.cpp")
  # Sources that are compiled once an instruction set come from agon_add_kernel_objects instead.
  list(FILTER agon_sources EXCLUDE REGEX "/src/kernels/isa/")
  if(NOT agon_onednn)
    list(FILTER agon_sources EXCLUDE REGEX "/src/onednn/")
  endif()

  add_library(agon ${agon_sources})
  add_library(agon::agon ALIAS agon)
  set_target_properties(agon PROPERTIES
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
    POSITION_INDEPENDENT_CODE ON
    LINKER_LANGUAGE CXX)
  target_compile_features(agon PUBLIC cxx_std_20)
  target_include_directories(agon PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
  # Header-only dependencies end inside the library: nobody who links it needs them.
  target_link_libraries(agon PRIVATE
    $<BUILD_INTERFACE:Eigen3::Eigen>
    $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>
    ZLIB::ZLIB PNG::PNG Threads::Threads ${agon_openmp_target})
  if(agon_onednn)
    # By its path, so that programs which link an installed static library get the oneDNN whose headers it saw.
    target_link_libraries(agon PRIVATE "${AGON_ONEDNN_LIBRARY}")
    target_include_directories(agon SYSTEM PRIVATE "${AGON_ONEDNN_INCLUDE_DIR}")
    set_property(SOURCE "${PROJECT_SOURCE_DIR}/src/kernels/backend.cpp"
      APPEND PROPERTY COMPILE_DEFINITIONS AGON_ONEDNN)
  endif()
  agon_warnings(agon)

  include(AgonKernels)
  agon_add_kernel_objects(agon)
endif()
