# Defaults of a build of this project, and the warnings that all of its own targets are compiled with.

if(agon_top_level)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
  endif()
  if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(AGON_CCACHE ccache)
    mark_as_advanced(AGON_CCACHE)
    if(AGON_CCACHE)
      set(CMAKE_CXX_COMPILER_LAUNCHER "${AGON_CCACHE}")
    endif()
  endif()
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
endif()

# Sanitizers go to every target of the build, so that library and tests agree. Thread sanitizer builds leave OpenMP
# off: its runtimes are not instrumented, and every fork and join would be reported as a race.
if(AGON_SANITIZE)
  add_compile_options(-fsanitize=${AGON_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${AGON_SANITIZE})
endif()

# How many seconds a test may take. Sanitized programs run several times slower.
set(agon_test_timeout 60)
if(AGON_SANITIZE)
  set(agon_test_timeout 300)
endif()

# agon_warnings(<target>): the project's warnings, for its own sources only; they are never exported.
function(agon_warnings target)
  if(NOT MSVC)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
    if(AGON_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
    endif()
  endif()
endfunction()
