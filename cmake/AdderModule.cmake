# adder_module(NAME DEPENDS … PRIVATE_DEPENDS …): the library of one module.
#
# A module's public headers are include/adder/NAME, its sources src/NAME, its tests tests/NAME. DEPENDS names other
# modules; PRIVATE_DEPENDS names third-party packages, which must not show in a public header.
function(adder_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  add_library(adder_${name} STATIC ${sources})
  add_library(adder::${name} ALIAS adder_${name})
  target_include_directories(adder_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include
                                           PRIVATE ${PROJECT_SOURCE_DIR}/src/${name})
  target_compile_features(adder_${name} PUBLIC cxx_std_20)
  foreach(dependency IN LISTS ARG_DEPENDS)
    target_link_libraries(adder_${name} PUBLIC adder::${dependency})
  endforeach()
  target_link_libraries(adder_${name} PRIVATE adder_options ${ARG_PRIVATE_DEPENDS})
endfunction()
