#include "python/build.hpp"

#include <adder/cnb/entry.hpp>

int main(int argc, char** argv, char** envp) {
    return adder::cnb::build_main({argc, argv, envp}, adder::python::build);
}
