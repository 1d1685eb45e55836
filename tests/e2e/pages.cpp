#include "pages.hpp"

#include "tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <map>

#include <gtest/gtest.h>

namespace adder::test {

namespace {

namespace fs = std::filesystem;

/// The arguments of a program that has a command of its own (`pack build`).
struct Arguments {
    std::multimap<std::string, std::string> options;
    std::vector<std::string> others;
};

Arguments parse(const std::vector<std::string>& words, bool options_come_first) {
    constexpr std::array<std::string_view, 3> without_value{"--rm", "--read-only", "--trust-builder"};
    Arguments arguments;
    for (std::size_t i = 2; i < words.size(); ++i) {
        if (!words[i].starts_with("--") || (options_come_first && !arguments.others.empty())) {
            arguments.others.push_back(words[i]);
        } else if (std::ranges::find(without_value, words[i]) == without_value.end()) {
            if (i + 1 == words.size()) throw base::Error{"{} has no value", words[i]};
            arguments.options.emplace(words[i], words[i + 1]);
            ++i;
        }
    }
    return arguments;
}

/// Where the pattern ends in the text, if it is there: its pieces between `…` in this order.
std::size_t find_end(std::string_view text, std::string_view pattern) {
    constexpr std::string_view anything = "…";
    std::size_t end = 0;
    while (true) {
        const std::size_t length = std::min(pattern.find(anything), pattern.size());
        const std::size_t at = text.find(pattern.substr(0, length), end);
        if (at == std::string_view::npos) return at;
        end = at + length;
        if (length == pattern.size()) return end;
        pattern.remove_prefix(length + anything.size());
    }
}

std::string version_of_uv() {
    const std::string descriptor = base::read_file(fs::path{ADDER_SOURCE_DIR} / "buildpack.toml");
    const std::string key = "[metadata.uv]\nversion = \"";
    const std::size_t at = descriptor.find(key);
    if (at == std::string::npos) throw base::Error{"buildpack.toml does not say which uv is pinned"};
    const std::size_t begin = at + key.size();
    return descriptor.substr(begin, descriptor.find('"', begin) - begin);
}

}  // namespace

std::vector<Block> blocks_of(const fs::path& page) {
    std::vector<Block> blocks;
    bool is_fenced = false;
    bool is_indented = false;
    const std::string text = base::read_file(page);
    for (const std::string_view line : base::lines(text)) {
        if (line.starts_with("```")) {
            is_fenced = !is_fenced;
            if (is_fenced) blocks.push_back({std::string{line.substr(3)}, ""});
        } else if (is_fenced) {
            blocks.back().text += std::string{line} + "\n";
        } else if (line.starts_with("    ")) {
            if (!is_indented) blocks.emplace_back();
            blocks.back().text += std::string{line.substr(4)} + "\n";
        } else if (line.empty() && is_indented) {
            blocks.back().text += "\n";
        }
        is_indented = !is_fenced && (line.starts_with("    ") || (line.empty() && is_indented));
    }
    return blocks;
}

Reader::Reader(const std::vector<std::string>& tools) {
    base::make_directories(here_);
    shell("/usr/bin/python3 -m venv \"$HOME/venv\" && pip --quiet install uv==" + version_of_uv());
    for (const std::string& tool : tools) {
        if (tool == "uv") continue;
        const fs::path pins = fs::path{ADDER_SOURCE_DIR} / "tools" / (tool + ".txt");
        shell("VIRTUAL_ENV=\"$HOME/venv\" uv pip install --quiet --require-hashes -r " + pins.native());
    }
}

void Reader::follow(const fs::path& page) {
    for (const Block& block : blocks_of(page)) {
        if (block.language == "sh") type(block.text);
        if (block.language == "text") compare(block.text);
    }
}

void Reader::type(const std::string& commands) {
    std::string script;
    std::string command;
    const std::string after_all = commands + "\n";
    for (const std::string_view line : base::lines(after_all)) {
        const bool is_ours =
            !command.empty() || line.starts_with("pack build ") || line.starts_with("docker run ");
        if (!is_ours) {
            script += std::string{line} + "\n";
            continue;
        }
        command += line;
        if (command.ends_with('\\')) {
            command.pop_back();
            continue;
        }
        if (!base::trim(script).empty()) shell(script);
        script.clear();
        const std::string words_of_it = shell("printf '%s\\n' " + command);
        std::vector<std::string> words;
        for (const std::string_view word : base::lines(words_of_it)) words.emplace_back(word);
        if (command.starts_with("pack"))
            build(words);
        else
            start(words);
        command.clear();
    }
    if (base::trim(script).empty()) return;
    shell(script);
    is_built_ = false;
}

void Reader::compare(const std::string& text) {
    if (!is_built_) build({});
    std::size_t at = 0;
    for (const std::string_view line : base::lines(text)) {
        const std::size_t end = find_end(std::string_view{said_}.substr(at), line);
        if (end == std::string_view::npos) {
            ADD_FAILURE() << "it does not say, or not there: " << line << "\nIt says:\n" << said_;
            return;
        }
        at += end;
    }
}

void Reader::build(const std::vector<std::string>& words) {
    const Arguments arguments = parse(words, false);
    fs::path directory = here_;
    for (const auto& [option, value] : arguments.options) {
        if (option == "--path") directory = here_ / value;
        const std::size_t equals = value.find('=');
        if (option == "--env") app_.set(value.substr(0, equals), value.substr(equals + 1));
    }
    fs::remove_all(app_.project().source());
    fs::copy(directory, app_.project().source(),
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    said_ = app_.project().build().output;
    is_built_ = true;
}

void Reader::start(const std::vector<std::string>& words) {
    Arguments arguments = parse(words, true);
    const Rootfs rootfs = app_.project().rootfs();
    if (arguments.options.contains("--publish")) {
        RunningApp app{rootfs};
        said_ = app.get("/");
        app.stop();
        return;
    }
    arguments.others.erase(arguments.others.begin());  // the image
    said_ = rootfs.run_process({.args = arguments.others}).output;
}

std::string Reader::shell(const std::string& script) const {
    const fs::path home = directory_.path();
    base::Environment env{
        {"PATH", (home / "venv/bin").native() + ":" + std::string{standard_path}},
        {"HOME", home},
        // Poetry asks PyPI's own interface, which mirrors do not have; with this, the one that they have.
        {"POETRY_PYPI_MIRROR_URL", setting("PIP_INDEX_URL").value_or("https://pypi.org/simple")}};
    for (const char* name : {"SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "PIP_INDEX_URL",
                             "UV_DEFAULT_INDEX", "UV_INDEX_URL"}) {
        if (const auto value = setting(name)) env.set(name, *value);
    }
    const base::Captured result = base::run_and_capture(
        {.program = "bash", .args = {"-e", "-c", script}, .env = env, .working_directory = here_});
    if (!result.status.ok()) throw base::Error{"{}\ncame to this:\n{}", script, result.output};
    return result.output;
}

}  // namespace adder::test
