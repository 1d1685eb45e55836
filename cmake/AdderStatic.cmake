# ADDER_STATIC: programs that need nothing of the system they run on. Included before packages are looked for.
#
# Libraries are the distribution's static ones, but for libcurl, libarchive and libzstd: those come from
# CMAKE_PREFIX_PATH, where scripts/static-libraries.sh put them.
if(NOT ADDER_STATIC)
  return()
endif()

foreach(library curl archive zstd)
  if(NOT EXISTS ${CMAKE_PREFIX_PATH}/lib/lib${library}.a)
    message(FATAL_ERROR "There is no lib${library}.a in ${CMAKE_PREFIX_PATH}/lib. Run scripts/static-libraries.sh first.")
  endif()
endforeach()

set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
set(OPENSSL_USE_STATIC_LIBS ON)

# Position-independent all the same, so that addresses are random; with its relocations packed that costs little. The
# linker's warnings name functions of glibc that load modules (getaddrinfo, getpwuid_r, dlopen). OpenSSL, c-ares and
# libcurl contain such calls, which are not reached: names are resolved by c-ares, .netrc is always named, and OpenSSL
# reads no configuration that could name a module.
set(static_link_options -static-pie $<$<CONFIG:Release>:-s>)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64) # the linker of Debian 12 can only pack those
  list(APPEND static_link_options -Wl,-z,pack-relative-relocs)
endif()
include(CheckLinkerFlag)
check_linker_flag(CXX -Wl,--no-warnings ADDER_LINKER_CAN_BE_SILENT)
if(ADDER_LINKER_CAN_BE_SILENT)
  list(APPEND static_link_options -Wl,--no-warnings)
endif()
list(TRANSFORM static_link_options REPLACE "(.+)" "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:\\1>")
