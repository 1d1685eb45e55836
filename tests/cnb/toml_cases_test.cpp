// Random texts as Python's tomllib understands them, which is TOML 1.0 as well.
//
//     ADDER_TOML_CASES=1000000 ADDER_TOML_SEED=7 build/dev/bin/cnb_test --gtest_filter='TomlCases*'

#include <adder/base/environment.hpp>
#include <adder/base/error.hpp>
#include <adder/base/format.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/toml.hpp>

#include <bit>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

namespace adder::cnb {
namespace {

std::string hex(std::string_view text) {
    std::string result;
    for (const char c : text) result += base::format("{:02x}", static_cast<unsigned char>(c));
    return result;
}

std::string from_hex(std::string_view digits) {
    std::string text;
    for (; !digits.empty(); digits.remove_prefix(2))
        text += static_cast<char>(std::stoi(std::string{digits.substr(0, 2)}, nullptr, 16));
    return text;
}

std::string canonical(const TomlValue& value);

std::string canonical(const TomlTable& table) {
    std::vector<std::string> members;
    for (const auto& [key, member] : table) members.push_back(hex(key) + ":" + canonical(member));
    return "{" + base::join(members, ",") + "}";
}

std::string canonical(const TomlValue& value) {
    if (const auto* truth = value.get_if<bool>()) return *truth ? "true" : "false";
    if (const auto* number = value.get_if<std::int64_t>()) return "i" + std::to_string(*number);
    if (const auto* number = value.get_if<double>())
        return std::isnan(*number) ? "nan" : base::format("f{:016x}", std::bit_cast<std::uint64_t>(*number));
    if (const auto* text = value.get_if<std::string>())
        return !text->empty() && (*text)[0] >= '0' && (*text)[0] <= '9' ? "date" : "s" + hex(*text);
    if (const auto* table = value.get_if<TomlTable>()) return canonical(*table);
    std::vector<std::string> elements;
    for (const TomlValue& element : *value.get_if<TomlArray>()) elements.push_back(canonical(element));
    return "[" + base::join(elements, ",") + "]";
}

std::string ours(const std::string& text) {
    try {
        return canonical(parse_toml(text, "text"));
    } catch (const base::Error&) {
        return "-";
    }
}

TEST(TomlCasesTest, MeanWhatTheyMeanToTomllib) {
    const base::Environment env = base::Environment::from(environ);
    const base::Command command{
        .program = "python3",
        .args = {ADDER_SOURCE_DIR "/tests/cnb/toml_cases.py", env.find("ADDER_TOML_CASES").value_or("5000"),
                 env.find("ADDER_TOML_SEED").value_or("1")},
        .env = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}},
        .working_directory = {}};
    std::size_t valid = 0;
    std::size_t invalid = 0;
    const base::ExitStatus status = base::run(command, [&](std::string_view line) {
        const std::vector<std::string_view> fields = base::split(line, '\t');
        ASSERT_EQ(fields.size(), 2u) << line;
        const std::string text = from_hex(fields[0]);
        EXPECT_EQ(ours(text), fields[1]) << "of the text\n" << text;
        ++(fields[1] == "-" ? invalid : valid);
    });
    EXPECT_TRUE(status.ok());
    EXPECT_GT(valid, 500u);
    EXPECT_GT(invalid, 500u);
}

}  // namespace
}  // namespace adder::cnb
