# What the toolchain files beside this one have in common. They set `architecture`, as GNU triplets name it.
#
# On a machine of that architecture the compiler is the one there is. On another it is Debian's cross compiler, the
# libraries are those of `apt-get install NAME:ARCH`, and qemu-user runs what was built.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${architecture})
if(NOT CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL architecture)
  set(CMAKE_C_COMPILER ${architecture}-linux-gnu-gcc)
  set(CMAKE_CXX_COMPILER ${architecture}-linux-gnu-g++)
  # Before the cross compiler's own copy of glibc, which gets no security updates.
  set(CMAKE_EXE_LINKER_FLAGS_INIT -L/usr/lib/${architecture}-linux-gnu)
  set(CMAKE_CROSSCOMPILING_EMULATOR qemu-${architecture}-static)
  set(ENV{PKG_CONFIG_LIBDIR} /usr/lib/${architecture}-linux-gnu/pkgconfig:/usr/share/pkgconfig)
endif()
