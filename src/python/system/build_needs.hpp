#pragma once

#include <span>
#include <string>
#include <string_view>

/// What builds of packages from their sources need, as tables.
namespace adder::python {

/// The package of Debian and Ubuntu that brings a header ("sasl/sasl.h") or a program; empty if it is not
/// known.
std::string_view package_of_header(std::string_view header);
std::string_view package_of_program(std::string_view program);

/// What builds say in words of their own: the words, what is missing, the package that has it.
struct Saying {
    std::string_view words;
    std::string_view thing;
    std::string_view debian;
};
std::span<const Saying> build_sayings();

/// What later Pythons do without: the words of a failure, the thing, and the last series that had it.
struct Gone {
    std::string_view words;
    std::string_view thing;
    std::string_view last_series;
};
std::span<const Gone> gone_from_python();

/// The packages of Debian and Ubuntu that bring what a package looks for with a tool, and the tool; empty if
/// that is not known.
std::string_view wanted_of(std::string_view tool, std::string_view package);

/// What can be had without a compiler in the place of a package ("psycopg2 2.9.10"); empty if nothing is
/// known.
std::string variant_of(std::string_view package);

}  // namespace adder::python
