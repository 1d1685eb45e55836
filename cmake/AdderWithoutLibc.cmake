# adder_program_without_libc(NAME SOURCE MODULE): a program that is linked with no library of the system: a few kilobytes that run in
# any image. It is compiled of its main and the module's sources, which must need nothing of a library but what
# bin/without_libc.cpp has; on other architectures than those that it knows, the program is a common one.
function(adder_program_without_libc name source module)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${module}/*.cpp)
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|aarch64)$")
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE adder::${module} adder_options)
    return()
  endif()
  add_executable(${name} ${source} ${sources} ${PROJECT_SOURCE_DIR}/bin/without_libc.cpp)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_compile_definitions(${name} PRIVATE ADDER_WITHOUT_LIBC)
  # Nothing that compilers add by themselves: exceptions, checks that end in libc, and calls in the place of loops,
  # which would make of memcpy a call of memcpy. Without constructors of globals, nothing runs before it.
  target_compile_options(${name} PRIVATE -Wall -Wextra -O2 -fno-exceptions -fno-rtti -fno-asynchronous-unwind-tables
                                         -fno-stack-protector -U_FORTIFY_SOURCE -fno-builtin -fno-pie
                                         -ffunction-sections -fdata-sections -fno-threadsafe-statics)
  target_link_libraries(${name} PRIVATE gcc) # the compiler's own: functions that it calls for what a CPU may lack
  target_link_options(${name} PRIVATE -nostdlib -static -no-pie -s -Wl,--gc-sections -Wl,--build-id=none
                                      -Wl,-z,noseparate-code -Wl,-z,noexecstack)
endfunction()
