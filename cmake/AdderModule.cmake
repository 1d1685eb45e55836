# adder_module(NAME DEPENDS … PRIVATE_DEPENDS … PRIVATE_HEADERS … COMPILE_OPTIONS … [INSTALL]): the library of one module.
#
# A module is src/NAME, headers beside their sources, and its tests are tests/NAME; of what is installed, the public headers
# are in include/adder/NAME. Both are included by their path: "fetch/url.hpp", <adder/cnb/layers.hpp>. DEPENDS names other
# modules; PRIVATE_DEPENDS names third-party packages, which must not show in a public header, and PRIVATE_HEADERS
# those that are headers only, which whoever links the module does not need. COMPILE_OPTIONS are its own. INSTALL makes the
# module a part of the installed framework.
function(adder_module name)
  cmake_parse_arguments(ARG "INSTALL" "" "DEPENDS;PRIVATE_DEPENDS;PRIVATE_HEADERS;COMPILE_OPTIONS"
                        ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  add_library(adder_${name} STATIC ${sources})
  add_library(adder::${name} ALIAS adder_${name})
  set_target_properties(adder_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(adder_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  if(ARG_INSTALL)
    target_include_directories(adder_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                                    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  else()
    target_include_directories(adder_${name} INTERFACE ${PROJECT_SOURCE_DIR}/src)
  endif()
  target_compile_features(adder_${name} PUBLIC cxx_std_20)
  foreach(dependency IN LISTS ARG_DEPENDS)
    target_link_libraries(adder_${name} PUBLIC adder_${dependency})
  endforeach()
  foreach(package adder_options ${ARG_PRIVATE_HEADERS})
    target_link_libraries(adder_${name} PRIVATE $<BUILD_INTERFACE:${package}>)
  endforeach()
  target_link_libraries(adder_${name} PRIVATE ${ARG_PRIVATE_DEPENDS})
  if(ARG_COMPILE_OPTIONS)
    target_compile_options(adder_${name} PRIVATE ${ARG_COMPILE_OPTIONS})
    adder_precompile(adder_${name} ${common_headers})
  else()
    adder_reuse_headers(adder_${name} adder_headers)
  endif()
  if(ARG_INSTALL)
    install(TARGETS adder_${name} EXPORT adder-cnb ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/adder/${name} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/adder)
  endif()
endfunction()
