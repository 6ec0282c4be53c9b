# A mistake on the command line: one line on stderr that holds EXPECTED, and a status that is not 0.
execute_process(COMMAND "${PROGRAM}" ${ARGUMENTS} RESULT_VARIABLE status OUTPUT_VARIABLE printed ERROR_VARIABLE said)
if(NOT status EQUAL 1)
  message(FATAL_ERROR "expected status 1, got ${status}\n${printed}${said}")
endif()
if(NOT said MATCHES "^mnist: [^\n]*${EXPECTED}[^\n]*\n$")
  message(FATAL_ERROR "expected one line with '${EXPECTED}', got:\n${said}")
endif()
