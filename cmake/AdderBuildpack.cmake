# adder_buildpack(TARGET program DIRECTORY dir [FILES …]): the target TARGET makes DIR a buildpack, one directory as
# the lifecycle and `pack` want it.
#
# `program` is an executable whose main is `buildpack_main`: it becomes bin/build, and bin/detect a link to it. FILES
# are copied beside bin; buildpack.toml is one of them by default.
function(adder_buildpack target)
  cmake_parse_arguments(ARG "" "PROGRAM;DIRECTORY" "FILES" ${ARGN})
  if(NOT ARG_FILES)
    set(ARG_FILES ${CMAKE_CURRENT_SOURCE_DIR}/buildpack.toml)
  endif()
  add_custom_command(
    OUTPUT ${ARG_DIRECTORY}/bin/build
    COMMAND ${CMAKE_COMMAND} -E make_directory ${ARG_DIRECTORY}/bin
    COMMAND ${CMAKE_COMMAND} -E copy $<TARGET_FILE:${ARG_PROGRAM}> ${ARG_DIRECTORY}/bin/build
    COMMAND ${CMAKE_COMMAND} -E create_symlink build ${ARG_DIRECTORY}/bin/detect
    COMMAND ${CMAKE_COMMAND} -E copy ${ARG_FILES} ${ARG_DIRECTORY}
    DEPENDS ${ARG_PROGRAM} ${ARG_FILES}
    VERBATIM)
  add_custom_target(${target} ALL DEPENDS ${ARG_DIRECTORY}/bin/build)
endfunction()
