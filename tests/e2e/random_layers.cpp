#include "random_layers.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <set>

namespace adder::test {

namespace {

namespace fs = std::filesystem;
using Choices = std::vector<std::string>;

// '-', '!' and ' ' come before the dot of ".toml", letters after it.
const Choices& layer_names() {
    static const Choices names{"a",      "a-b",      "a-b-c", "a b",    "a!",       "a.b",  "ab",
                               "A",      "b",        "b-",    "a_b",    "\xc3\xa4", "\xff", ".dot",
                               "a.toml", "z.ignore", "build", "launch", "store"};
    return names;
}

const Choices& variables() {
    static const Choices names{"PATH",
                               "LD_LIBRARY_PATH",
                               "LIBRARY_PATH",
                               "CPATH",
                               "PKG_CONFIG_PATH",
                               "HOME",
                               "A",
                               "B",
                               "a",
                               "X_1",
                               "1",
                               "with space",
                               "\xc3\xa4",
                               "\xff",
                               "-"};
    return names;
}

const Choices& suffixes() {
    static const Choices suffixes{"",         ".append",         ".prepend", ".override",
                                  ".default", ".delim",          ".unknown", ".APPEND",
                                  ".",        ".append.prepend", "..append", ".delim.append"};
    return suffixes;
}

std::string shown(const fs::path& path) { return base::printable(path.native()); }

}  // namespace

const Choices& RandomLayers::process_types() {
    static const Choices types{"web", "worker", "w.b"};
    return types;
}

std::string RandomLayers::value() {
    static const Choices values{"",         "1",        "two words", "line\n",     "two\nlines\n", "\r\n",
                                "\xff\xfe", "\xc3\xa4", "a=b=c",     "/some/path", "/x:/y",        ":",
                                "\t",       "$PATH",    "'\"\\",     "\n"};
    if (once_in(40)) return std::string(5000, 'x');
    return any_of(values);
}

void RandomLayers::write_env_files(const fs::path& directory) {
    base::make_directories(directory);
    const Choices names{any_of(variables()), any_of(variables()), any_of(variables())};
    for (std::size_t i = below(7); i > 0; --i) {
        const fs::path file = directory / (any_of(names) + any_of(suffixes()));
        if (fs::exists(fs::symlink_status(file))) continue;
        if (once_in(12)) {
            base::make_directories(file);  // no variable
        } else if (once_in(12)) {
            base::write_file(directory.parent_path() / "linked", value());
            fs::create_symlink("../linked", file);
        } else if (once_in(20)) {
            fs::create_symlink("..", file);  // to a directory: no variable
        } else {
            base::write_file(file, value());
        }
    }
    if (once_in(10)) base::write_file(directory / ".append", "of no name");
}

void RandomLayers::write_roots(const fs::path& layer) {
    for (const char* root : {"bin", "lib", "include", "pkgconfig"}) {
        if (once_in(2)) continue;
        if (once_in(10)) {
            base::write_file(layer / root, "a file");  // the lifecycle asks only whether it is there
        } else if (once_in(10)) {
            fs::create_symlink("nowhere", layer / root);
        } else if (once_in(10)) {
            fs::create_symlink(".", layer / root);
        } else {
            base::make_directories(layer / root);
        }
    }
}

std::string RandomLayers::toml() {
    if (once_in(20)) return "";
    const auto truth = [this] { return std::string{once_in(3) ? "false" : "true"}; };
    if (once_in(5)) return "types = { build = " + truth() + ", launch = " + truth() + " }\r\n";
    if (once_in(10)) return "[metadata]\nbuild = true\nlaunch = true\n";
    std::string text = "[types]\n";
    for (const char* type : {"build", "launch", "cache"}) {
        if (!once_in(5)) text += std::string{type} + " = " + truth() + "\n";
    }
    return text + "[metadata]\nkey = \"value\"\n";
}

void RandomLayers::write_layer(const fs::path& layer) {
    base::make_directories(layer);
    write_roots(layer);
    for (const char* directory : {"env", "env.build", "env.launch"}) {
        if (!once_in(3)) write_env_files(layer / directory);
    }
    for (const std::string& type : process_types()) {
        if (once_in(3)) write_env_files(layer / "env.launch" / type);
    }
}

void RandomLayers::write_to(const fs::path& layers_directory) {
    base::make_directories(layers_directory);
    std::set<std::string> names;
    for (std::size_t i = below(5); i > 0; --i) names.insert(any_of(layer_names()));
    if (names.contains("a")) names.erase("a.toml");  // one path for two things
    std::string previous;
    for (const std::string& name : names) {
        const fs::path layer = layers_directory / name;
        // Read as launch.toml, build.toml and store.toml as well, which have rules of their own.
        if (!once_in(12)) base::write_file(layer.native() + ".toml", toml());
        if (once_in(10)) continue;
        // A link named as a TOML file would be read as one.
        if (!previous.empty() && name != "a.toml" && once_in(10)) {
            fs::create_directory_symlink(previous, layer);
        } else {
            write_layer(layer);
            previous = name;
        }
    }
}

base::Environment RandomLayers::environment() {
    base::Environment env;
    for (std::size_t i = below(5); i > 0; --i) env.set(any_of(variables()), value());
    return env;
}

std::string describe_tree(const fs::path& directory) {
    std::vector<fs::path> paths;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{directory})
        paths.push_back(entry);
    std::sort(paths.begin(), paths.end());
    std::string text = shown(directory) + "\n";
    for (const fs::path& path : paths) {
        text += "    " + shown(path.lexically_relative(directory));
        if (fs::is_symlink(path)) {
            text += " -> " + shown(fs::read_symlink(path));
        } else if (fs::is_regular_file(path)) {
            text += " = \"" + base::printable(base::read_file(path)) + "\"";
        } else {
            text += "/";
        }
        text += "\n";
    }
    return text;
}

std::string differences(const base::Environment& expected, const base::Environment& actual) {
    std::set<std::string> names;
    for (const auto& [name, value] : expected.variables()) names.insert(name);
    for (const auto& [name, value] : actual.variables()) names.insert(name);
    std::string text;
    const auto shown_value = [](const std::optional<std::string>& value) {
        return value ? "\"" + base::printable(*value, 2000) + "\"" : std::string{"not set"};
    };
    for (const std::string& name : names) {
        const auto ours = expected.find(name);
        const auto real = actual.find(name);
        if (ours == real) continue;
        text += base::format("    {}\n        ours:          {}\n        the lifecycle's: {}\n",
                             base::printable(name), shown_value(ours), shown_value(real));
    }
    return text;
}

}  // namespace adder::test
