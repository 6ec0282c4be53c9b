# agon_add_tests(<target> <prefix> <library> <sources>...): a program of test cases, each an entry of ctest.
function(agon_add_tests target prefix library)
  if(NOT ARGN)
    return()
  endif()
  add_executable(${target} ${ARGN})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${target} PRIVATE AGON_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE ${library} agon_test_main Threads::Threads)
  # Optimising the tests themselves only costs time: what they measure is in the library.
  if(NOT MSVC)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  agon_warnings(${target})
  # Catch warns about a list that is empty, so the slow one is asked for only where a source has such a case.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
  set(slow OFF)
  foreach(source IN LISTS ARGN)
    file(STRINGS "${source}" slow_lines REGEX "TEST_CASE.*\\[slow\\]" LIMIT_COUNT 1)
    if(slow_lines)
      set(slow ON)
      break()
    endif()
  endforeach()
  agon_discover_tests(${target} "${prefix}" "${slow}" "")
  # Where there is a choice of backends, the program runs on the one that is not the default too.
  if(agon_onednn AND library STREQUAL agon::agon)
    agon_discover_tests(${target} "onednn: ${prefix}" "${slow}" onednn)
  endif()
endfunction()

# agon_discover_tests(<target> <prefix> <has slow cases> <backend or "">): an entry of ctest for each case.
function(agon_discover_tests target prefix slow backend)
  string(MAKE_C_IDENTIFIER "${prefix}${target}" list)
  # ctest runs several programs at once: OpenMP's waiting threads must not hold the processors that others need.
  # A case that lacks its data says so with WARN("skipped: ...") and returns.
  set(properties ENVIRONMENT OMP_WAIT_POLICY=passive SKIP_REGULAR_EXPRESSION "skipped: ")
  if(backend)
    list(APPEND properties ENVIRONMENT_MODIFICATION AGON_BACKEND=set:${backend})
  endif()
  # Lists of one target are told apart by their arguments, so each gives the run a name.
  set(arguments --order rand --name "${list}")
  catch_discover_tests(${target}
    TEST_PREFIX "${prefix}" TEST_SPEC "~[slow]" TEST_LIST ${list}_fast
    EXTRA_ARGS ${arguments} PROPERTIES TIMEOUT ${agon_test_timeout} ${properties})
  if(slow)
    catch_discover_tests(${target}
      TEST_PREFIX "${prefix}" TEST_SPEC "[slow]" TEST_LIST ${list}_slow
      EXTRA_ARGS ${arguments} PROPERTIES LABELS slow TIMEOUT 600 ${properties})
  endif()
endfunction()

# agon_test_output(<name> <regex> <target> [arguments...]): the program ends well and prints what the regex says.
function(agon_test_output name expected target)
  agon_run_program("${name}" 0 "${expected}" ${target} ${ARGN})
endfunction()

# agon_test_mistake(<name> <regex> <target> [arguments...]): the program ends with status 1 and one sentence on stderr.
function(agon_test_mistake name expected target)
  agon_run_program("${name}" 1 "${expected}" ${target} ${ARGN})
endfunction()

function(agon_run_program name status expected target)
  add_test(NAME "${name}"
    COMMAND ${CMAKE_COMMAND} "-DPROGRAM=$<TARGET_FILE:${target}>" "-DARGUMENTS=${ARGN}" -DSTATUS=${status}
      "-DEXPECTED=${expected}" -P "${PROJECT_SOURCE_DIR}/cmake/AgonRunProgram.cmake")
  set_tests_properties("${name}" PROPERTIES TIMEOUT ${agon_test_timeout})
endfunction()
