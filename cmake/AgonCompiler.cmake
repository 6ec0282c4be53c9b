# The oldest compilers that the library is tested with; older ones fail far from the reason, in the walk over a network.
set(agon_oldest_GNU 12)
set(agon_oldest_Clang 14)
if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS "${agon_oldest_${CMAKE_CXX_COMPILER_ID}}")
  message(FATAL_ERROR "agon: expected g++ >= ${agon_oldest_GNU} or clang >= ${agon_oldest_Clang}, "
                      "got ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
endif()
