# cmake -DPROGRAM=... -DARGUMENTS=... -DSTATUS=0 -DEXPECTED=<regex> -P AgonRunProgram.cmake
# Fails unless the program ends with the status and, where that is 0, prints what is expected on stdout, else says it in
# the one line "name: ..." on stderr. ctest's own PASS_REGULAR_EXPRESSION would disregard the status.
execute_process(COMMAND "${PROGRAM}" ${ARGUMENTS} RESULT_VARIABLE status OUTPUT_VARIABLE printed ERROR_VARIABLE said)
if(NOT status STREQUAL STATUS)
  message(FATAL_ERROR "expected status ${STATUS}, got ${status}\n${printed}${said}")
endif()
if(STATUS EQUAL 0)
  if(NOT printed MATCHES "${EXPECTED}")
    message(FATAL_ERROR "expected '${EXPECTED}' on stdout, got:\n${printed}")
  endif()
  return()
endif()
get_filename_component(name "${PROGRAM}" NAME_WE)
if(NOT said MATCHES "^${name}: [^\n]*${EXPECTED}[^\n]*\n$")
  message(FATAL_ERROR "expected one line '${name}: ...${EXPECTED}...' on stderr, got:\n${said}")
endif()
