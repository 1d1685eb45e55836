// The catalogue of messages: docs/messages.md is made of what the code says, and each message is one that
// some test shows to be said.

#include "messages_samples.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;

const fs::path source{ADDER_SOURCE_DIR};
constexpr std::size_t widest_line = 100;

struct Group {
    std::string title;
    std::vector<std::string> functions;
};

/// The headers that declare messages, in the order of a build.
constexpr std::array<std::pair<const char*, const char*>, 10> headers{
    {{"Settings and the app's files", "app"},
     {"The version asked for", "versions"},
     {"Certificates, credentials and mirrors", "network"},
     {"The catalogue of Python's releases", ""},
     {"Choosing a runtime, and getting it", "runtime"},
     {"Dependencies, as the app declares them", "dependencies"},
     {"Installing them", "install"},
     {"Why tools fail, as far as their output tells", "failures"},
     {"Shared libraries that packages need", "system"},
     {"Launch, and Django's static files", "launch"}}};

std::vector<Group> declared_messages() {
    std::vector<Group> groups;
    for (const auto& [title, room] : headers) {
        groups.push_back({title, {}});
        const std::string header = base::read_file(source / "src/python" / room / "messages.hpp");
        for (const std::string_view line : base::lines(header)) {
            for (const std::string_view type :
                 {"UserError ", "Advice ", "std::string ", "std::vector<std::string> "}) {
                if (!line.starts_with(type)) continue;
                const std::string_view rest = line.substr(type.size());
                groups.back().functions.emplace_back(rest.substr(0, rest.find('(')));
            }
        }
    }
    return groups;
}

/// No header of messages is forgotten in the list above.
TEST(MessagesTest, AllHeadersAreRead) {
    std::size_t found = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{source / "src/python"}) {
        found += entry.path().filename() == "messages.hpp" ? 1 : 0;
    }
    EXPECT_EQ(found, headers.size());
}

/// Everything in the tests but what the catalogue is made of.
std::string all_tests() {
    std::string text;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{source / "tests"}) {
        const std::string name = entry.path().filename();
        const bool is_test = name.ends_with(".cpp") || name.ends_with(".sh") || name.ends_with(".tsv");
        if (entry.is_regular_file() && is_test && !name.starts_with("messages_")) {
            text += base::read_file(entry.path());
        }
    }
    return text;
}

std::string indented(std::string_view text) {
    std::string block;
    for (const std::string_view line : base::lines(text)) {
        block += line.empty() ? "\n" : base::format("    {}\n", line);
    }
    return block;
}

constexpr const char* introduction =
    "# Messages\n\n"
    "Everything that the buildpack says to a person whose build cannot go on, or goes on with something to "
    "know.\n"
    "Each answers three questions in order: what happened, what was seen, what to do. In a build's log, the "
    "lines\n"
    "of a message start with `!`; the first of them is the title, by which it is found here. Names, versions "
    "and\n"
    "paths are samples. A tool's own output stands once, above the message about it.\n\n"
    "This page is made from the code: `ADDER_UPDATE_DOCS=1 build/release/bin/python_test "
    "--gtest_filter='Messages*'`.\n";

/// By the functions' names, and those without a function by numbers.
std::map<std::string, Sample> all_messages() {
    std::map<std::string, Sample> all = message_samples();
    for (const Sample& sample : messages_of_bindings()) {
        all.emplace(base::format("of a binding, {}", all.size()), sample);
    }
    return all;
}

std::string catalogue() {
    const std::map<std::string, Sample> samples = message_samples();
    std::string page = introduction;
    for (const Group& group : declared_messages()) {
        page += base::format("\n## {}\n", group.title);
        for (const std::string& function : group.functions) {
            const auto found = samples.find(function);
            if (found == samples.end()) continue;
            const Sample& sample = found->second;
            if (sample.kind == Sample::Kind::notice) {
                page += base::format("\nA line of the log:\n\n{}", indented(sample.body));
                continue;
            }
            page += base::format("\n### {}\n\n", sample.title);
            if (sample.kind == Sample::Kind::warning) page += "A warning: the build goes on.\n\n";
            page += indented(sample.body);
        }
    }
    page += "\n## Service bindings, whatever they are for\n";
    for (const Sample& sample : messages_of_bindings()) {
        page += base::format("\n### {}\n\n{}", sample.title, indented(sample.body));
    }
    return page;
}

TEST(MessagesTest, EachIsInTheCatalogue) {
    const std::map<std::string, Sample> samples = message_samples();
    std::size_t declared = 0;
    for (const Group& group : declared_messages()) {
        for (const std::string& function : group.functions) {
            EXPECT_TRUE(samples.contains(function)) << function << " has no sample in messages_samples.cpp";
            ++declared;
        }
    }
    EXPECT_EQ(declared, samples.size()) << "a sample is of no function that a messages.hpp declares";
}

TEST(MessagesTest, ThePageIsWhatTheCodeSays) {
    const fs::path page = source / "docs/messages.md";
    if (std::getenv("ADDER_UPDATE_DOCS")) base::write_file(page, catalogue());
    EXPECT_EQ(base::read_file_if_present(page).value_or(""), catalogue())
        << "run this test with ADDER_UPDATE_DOCS=1";
}

TEST(MessagesTest, SomeTestShowsThatItIsSaid) {
    const std::string tests = all_tests();
    for (const auto& [function, sample] : all_messages()) {
        EXPECT_NE((sample.title + "\n" + sample.body).find(sample.phrase), std::string::npos)
            << function << " does not say: " << sample.phrase;
        EXPECT_NE(tests.find(sample.phrase), std::string::npos)
            << "no test shows that " << function << " is said: " << sample.phrase;
    }
}

TEST(MessagesTest, EachReadsWell) {
    for (const auto& [function, sample] : all_messages()) {
        SCOPED_TRACE(function);
        if (sample.kind != Sample::Kind::notice) {
            EXPECT_EQ(sample.title.find('\n'), std::string::npos) << sample.title;
            EXPECT_TRUE(sample.title.ends_with('.')) << sample.title;
            EXPECT_LE(sample.title.size(), widest_line) << sample.title;
        }
        EXPECT_FALSE(base::trim(sample.body).empty());
        EXPECT_EQ(base::trim(sample.body), sample.body) << "white space around it";
        for (const std::string_view line : base::lines(sample.body)) {
            EXPECT_LE(line.size(), widest_line) << line;
            EXPECT_FALSE(line.ends_with(' ')) << line;
        }
    }
}

}  // namespace
}  // namespace adder::python
