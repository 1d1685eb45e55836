# hardening_compile_options, hardening_link_options: what stands in the way of whoever finds a fault in code that reads
# what others wrote. The same list is in scripts/static-libraries.sh for the libraries that are built there, and what
# `runtime-archive build` gives to CPython.
#
# Not for the program without libc: the checks end in functions of libc.
include(CheckCXXCompilerFlag)

set(hardening_compile_options -fstack-protector-strong -fPIE)
foreach(option -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard) # the latter by architecture
  string(MAKE_C_IDENTIFIER "ADDER_HAS${option}" known)
  check_cxx_compiler_flag(${option} ${known})
  if(${known})
    list(APPEND hardening_compile_options ${option})
  endif()
endforeach()
# Sizes are known to an optimising compiler only; sanitizers have checks of their own.
if(NOT ADDER_SANITIZE)
  list(APPEND hardening_compile_options -U_FORTIFY_SOURCE $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
endif()

set(hardening_link_options -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
if(NOT ADDER_STATIC) # those are linked with -static-pie
  list(APPEND hardening_link_options $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
endif()
