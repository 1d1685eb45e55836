# What makes compiling faster: ccache, and the standard library's headers compiled once.
#
# With CMAKE_DISABLE_PRECOMPILE_HEADERS, which the presets for development set, a file must include what it uses.
find_program(CCACHE ccache)
if(CCACHE)
  # Paths below this directory count as relative ones, so that presets and clones share what they compile; a precompiled
  # header is judged by its contents, not by its time.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

set(common_headers <algorithm> <array> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional> <ranges>
                   <set> <string> <string_view> <tuple> <utility> <variant> <vector>)

# adder_precompile(TARGET HEADER…): the target's files begin with these headers, compiled once for it.
function(adder_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # so that ccache sees which header it is
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
  target_precompile_headers(${target} PRIVATE ${ARGN})
endfunction()

# adder_common_headers(NAME): the library NAME, which holds nothing but the standard library's headers, compiled.
function(adder_common_headers name)
  set(source ${PROJECT_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${name} OBJECT ${source})
  target_link_libraries(${name} PRIVATE adder_options)
  adder_precompile(${name} ${common_headers})
endfunction()

# adder_reuse_headers(TARGET NAME): the target's files begin with what NAME has compiled. Both need the same options.
function(adder_reuse_headers target name)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${name})
endfunction()
