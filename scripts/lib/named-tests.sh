# Sourced: the tests that a page names in backticks, such as `SuiteTest.Name`, or `SuiteTest.*` for all of a suite.
# shellcheck shell=bash

# Prints them as they stand there, one to a line.
tests_named_in() { # PAGE
    # shellcheck disable=SC2016 # these are backticks of Markdown
    grep -oE '`[A-Z][A-Za-z]+Test\.([A-Za-z]+|\*)`' "$1" | tr -d '`' | sort -u
}

# Prints a regular expression for the names that ctest gives them.
ctest_regex_of() { # PAGE
    tests_named_in "$1" | sed 's/\.\*$/./; s/\./\\./' | paste -sd '|'
}

# Prints a filter of GoogleTest's, with those that have parameters.
gtest_filter_of() { # PAGE
    tests_named_in "$1" | sed 's/.*/*&*/' | paste -sd ':'
}
