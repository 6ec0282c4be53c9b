# agon_add_kernel_objects(<target>): adds the raw kernels to a library, compiled once for each instruction set that is
# chosen from at run time. Each object has a namespace of its own, Eigen's included, so that none of its templates can
# be taken for another's; the test kernel_symbols reads what they export.
#
# They are always optimised, also in Debug: they are the inner loops of everything, and a build in which they are not
# optimised leaves inline functions of the standard library behind, compiled for one instruction set and picked for all.
function(agon_add_kernel_objects target)
  if(MSVC)
    message(FATAL_ERROR "agon: the compiled target expects g++ or clang; use agon::headers")
  endif()
  set(isas baseline)
  include(CheckCXXSourceCompiles)
  check_cxx_source_compiles("
    #if !defined(__x86_64__)
    #error not x86-64
    #endif
    int main() { return __builtin_cpu_supports(\"avx512f\") ? 0 : 1; }" AGON_HAVE_X86_64)
  if(AGON_HAVE_X86_64)
    list(APPEND isas avx2 avx512)
    set_property(SOURCE "${PROJECT_SOURCE_DIR}/src/kernels/isa.cpp"
      APPEND PROPERTY COMPILE_DEFINITIONS AGON_KERNELS_X86)
  endif()
  set(flags_baseline "")
  set(flags_avx2 -mavx2 -mfma)
  set(flags_avx512 -mavx512f -mavx512dq -mavx512bw -mavx512vl -mavx2 -mfma)

  set(symbol_tests "")
  foreach(isa IN LISTS isas)
    set(objects ${target}_kernels_${isa})
    add_library(${objects} OBJECT "${PROJECT_SOURCE_DIR}/src/kernels/isa/raw.cpp")
    set_target_properties(${objects} PROPERTIES
      CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
      POSITION_INDEPENDENT_CODE ON
      CXX_VISIBILITY_PRESET hidden
      VISIBILITY_INLINES_HIDDEN ON)
    target_include_directories(${objects} PRIVATE "${PROJECT_SOURCE_DIR}/include")
    target_link_libraries(${objects} PRIVATE Eigen3::Eigen)
    target_compile_definitions(${objects} PRIVATE
      AGON_ISA_NAMESPACE=${isa} Eigen=Eigen_${isa} EIGEN_DONT_PARALLELIZE EIGEN_NO_DEBUG)
    target_compile_options(${objects} PRIVATE -O3 -fno-math-errno -fno-trapping-math ${flags_${isa}})
    agon_warnings(${objects})
    # g++ 12 reports its own AVX-512 intrinsics, and clang loops that sanitizers keep it from vectorising.
    target_compile_options(${objects} PRIVATE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
      $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-pass-failed>)
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${objects}>)
    list(APPEND symbol_tests ${objects})
  endforeach()
  set_property(TARGET ${target} PROPERTY AGON_KERNEL_OBJECTS "${symbol_tests}")
endfunction()

# agon_test_kernels(<target> <tests>): the entries of ctest that read the objects' symbols, and those that start the
# program of tests with an instruction set or a backend chosen from outside.
function(agon_test_kernels target tests)
  foreach(isa baseline nonsense)
    add_test(NAME kernel_isa.${isa} COMMAND ${tests} "AGON_ISA chooses the instruction set")
    set_tests_properties(kernel_isa.${isa} PROPERTIES ENVIRONMENT AGON_ISA=${isa} TIMEOUT ${agon_test_timeout})
  endforeach()

  foreach(backend eigen onednn nonsense)
    add_test(NAME kernel_backend.${backend} COMMAND ${tests} "AGON_BACKEND chooses the backend")
    set_tests_properties(kernel_backend.${backend} PROPERTIES
      ENVIRONMENT AGON_BACKEND=${backend} TIMEOUT ${agon_test_timeout})
  endforeach()
  add_test(NAME kernel_backend.carrier COMMAND ${tests} "loops follow the products onto OpenMP's threads*")
  set_tests_properties(kernel_backend.carrier PROPERTIES
    ENVIRONMENT AGON_TEST_NOBODY_CHOSE_A_CARRIER=1 TIMEOUT ${agon_test_timeout})
  # oneDNN picks its instruction set itself, so it is bounded from outside.
  if(agon_onednn)
    foreach(isa SSE41 AVX2)
      add_test(NAME kernel_onednn.${isa} COMMAND ${tests} 
        "matmul agrees with loops*,convolution and its gradients*,every operation agrees with double in float*")
      set_tests_properties(kernel_onednn.${isa} PROPERTIES
        ENVIRONMENT "ONEDNN_MAX_CPU_ISA=${isa};OMP_WAIT_POLICY=passive" TIMEOUT ${agon_test_timeout})
    endforeach()
  endif()

  get_target_property(all_objects ${target} AGON_KERNEL_OBJECTS)
  if(NOT all_objects OR NOT CMAKE_NM)
    return()
  endif()
  set(script "${PROJECT_SOURCE_DIR}/cmake/AgonKernelSymbols.cmake")
  foreach(objects IN LISTS all_objects)
    string(REGEX REPLACE ".*_kernels_" "" isa ${objects})
    add_test(NAME kernel_symbols.${isa}
      COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} -DISA=${isa} "-DOBJECT=$<TARGET_OBJECTS:${objects}>" -P "${script}")
  endforeach()
  # The check itself is checked: the same object under another name must not pass.
  add_test(NAME kernel_symbols.can_fail
    COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} -DISA=another "-DOBJECT=$<TARGET_OBJECTS:${target}_kernels_baseline>"
            -P "${script}")
  set_tests_properties(kernel_symbols.can_fail PROPERTIES WILL_FAIL TRUE)
endfunction()
