# agon_add_must_not_compile(<folder>): each source of the folder is an entry of ctest that passes where the compiler
# refuses the source and says the sentence of its first line, "// expect: ...". A source without that line must compile.
# Run as a script (-P), this file makes one such try.

if(CMAKE_SCRIPT_MODE_FILE)
  file(STRINGS "${SOURCE}" first_line LIMIT_COUNT 1)
  execute_process(COMMAND "${COMPILER}" -std=c++20 -fsyntax-only -I "${INCLUDE}" "${SOURCE}"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT first_line MATCHES "^// expect: (.+)$")
    if(NOT result EQUAL 0)
      message(FATAL_ERROR "expected to compile, got:\n${output}")
    endif()
  else()
    string(FIND "${output}" "${CMAKE_MATCH_1}" place)
    if(result EQUAL 0)
      message(FATAL_ERROR "expected not to compile, got no error")
    elseif(place EQUAL -1)
      message(FATAL_ERROR "expected an error with \"${CMAKE_MATCH_1}\", got:\n${output}")
    endif()
  endif()
  return()
endif()

function(agon_add_must_not_compile folder)
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  foreach(source IN LISTS sources)
    get_filename_component(name "${source}" NAME_WE)
    string(REPLACE "_" " " name "${name}")
    add_test(NAME "must not compile: ${name}"
      COMMAND "${CMAKE_COMMAND}" -D "COMPILER=${CMAKE_CXX_COMPILER}" -D "INCLUDE=${PROJECT_SOURCE_DIR}/include"
              -D "SOURCE=${source}" -P "${CMAKE_CURRENT_FUNCTION_LIST_FILE}")
  endforeach()
endfunction()
