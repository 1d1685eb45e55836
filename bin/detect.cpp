#include <adder/cnb/entry.hpp>
#include <adder/python/detect.hpp>

int main(int argc, char** argv, char** envp) {
    return adder::cnb::detect_main({argc, argv, envp}, adder::python::detect);
}
