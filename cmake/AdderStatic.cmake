# ADDER_STATIC: programs that need nothing of the system they run on. Included before packages are looked for.
#
# Libraries are the distribution's static ones, but for libcurl, libarchive and libzstd: those come from CMAKE_PREFIX_PATH, where
# scripts/static-libraries.sh put them.
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

# Position-independent all the same, so that addresses are random.
set(static_link_options $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-static-pie> $<$<CONFIG:Release>:-s>)
