# cmake -DNM=... -DOBJECT=... -DISA=avx2 -P AgonKernelSymbols.cmake
# Fails where an object of one instruction set defines a symbol that the linker could pick for code of another: every
# global or weak definition must carry the name of the set, as part of its namespace or of Eigen's.
execute_process(COMMAND "${NM}" --defined-only --extern-only "${OBJECT}"
  OUTPUT_VARIABLE listing RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "nm could not read ${OBJECT}")
endif()
string(REPLACE ";" "," listing "${listing}")
string(REGEX MATCHALL "[^\n]+" lines "${listing}")
set(symbols 0)
set(leaks "")
foreach(line IN LISTS lines)
  string(REGEX REPLACE "^.* " "" symbol "${line}")
  math(EXPR symbols "${symbols} + 1")
  # DW.ref.* are the compiler's own pointers to the exception handler, the same in every object. Names are mangled as
  # their length before their text.
  string(LENGTH "${ISA}" length)
  string(LENGTH "Eigen_${ISA}" eigen_length)
  if(NOT symbol MATCHES "^DW\\.ref\\.|${length}${ISA}|${eigen_length}Eigen_${ISA}")
    list(APPEND leaks "${symbol}")
  endif()
endforeach()
if(symbols LESS 2)
  message(FATAL_ERROR "expected at least the two tables in ${OBJECT}, got ${symbols} symbols")
endif()
if(leaks)
  list(JOIN leaks "\n  " text)
  message(FATAL_ERROR "symbols without the name ${ISA} in ${OBJECT}:\n  ${text}")
endif()
message(STATUS "${symbols} symbols, all of ${ISA}")
