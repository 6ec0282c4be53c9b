# Every public header compiles on its own, in both flavours.

file(GLOB_RECURSE agon_public_headers CONFIGURE_DEPENDS
  RELATIVE "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/include/*.hpp")
set(agon_header_units "")
foreach(header IN LISTS agon_public_headers)
  string(MAKE_C_IDENTIFIER "${header}" name)
  set(unit "${PROJECT_BINARY_DIR}/header_checks/${name}.cpp")
  file(GENERATE OUTPUT "${unit}" CONTENT "#include <${header}>\n")
  list(APPEND agon_header_units "${unit}")
endforeach()

foreach(flavour agon headers)
  if(TARGET agon::${flavour})
    add_library(agon_header_checks_${flavour} OBJECT ${agon_header_units})
    target_link_libraries(agon_header_checks_${flavour} PRIVATE agon::${flavour})
    target_compile_options(agon_header_checks_${flavour} PRIVATE -O0)
    agon_warnings(agon_header_checks_${flavour})
  endif()
endforeach()
