#include "python/detect.hpp"

#include <adder/cnb/entry.hpp>

int main(int argc, char** argv, char** envp) {
    return adder::cnb::detect_main({argc, argv, envp}, adder::python::detect);
}
