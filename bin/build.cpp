#include <adder/cnb/entry.hpp>
#include <adder/python/build.hpp>

int main(int argc, char** argv, char** envp) {
    return adder::cnb::build_main({argc, argv, envp}, adder::python::build);
}
