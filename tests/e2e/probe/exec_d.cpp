// An exec.d program written with cnb: sets every odd value, and says what it found in BEFORE.

#include "odd_values.hpp"

#include <adder/cnb/exec_d.hpp>

#include <string>

int main(int argc, char** argv, char** envp) {
    return adder::cnb::exec_d_main({argc, argv, envp}, [](const adder::base::Environment& env) {
        adder::base::Environment variables;
        for (const adder::test::OddValue& odd : adder::test::odd_values)
            variables.set(odd.name, std::string{odd.value});
        variables.set("AFTER", "after " + env.find("BEFORE").value_or("nothing"));
        return variables;
    });
}
