#include "runtime_archive/commands/values.hpp"

#include "runtime_archive/commands/options.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtime_archive {

runtimes::PythonVersion version_value(const std::string& text) {
    const auto version = runtimes::PythonVersion::parse(text);
    if (version && version->major_number == 3) return *version;
    throw WrongUsage{"'{}' is not a Python version: three numbers are needed, as in 3.13.5",
                     base::printable(text)};
}

std::optional<std::string> text_value(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

std::optional<base::Sha256Digest> digest_value(const std::string& text) {
    if (text.empty()) return std::nullopt;
    try {
        return base::Sha256Digest::parse(text);
    } catch (const base::Error& error) {
        throw WrongUsage{error.message()};
    }
}

std::vector<base::PrivateKey> private_key_values(const std::vector<std::string>& files,
                                                 const Process& process) {
    if (std::ranges::count(files, "-") > 1) throw WrongUsage{"standard input can hold one key only"};
    std::vector<KeyText> texts;
    for (const std::string& file : files) {
        texts.push_back(file == "-" ? KeyText{"standard input", process.input()}
                                    : KeyText{file, base::read_file_or_pipe(file)});
    }
    return parse_private_keys(texts);
}

std::vector<base::PublicKey> public_key_values(const std::vector<std::string>& files_or_keys) {
    std::vector<base::PublicKey> keys;
    for (const std::string& given : files_or_keys) {
        const auto text = base::read_file_if_present(given);
        try {
            const auto parsed = runtimes::parse_public_keys(text.value_or(given));
            keys.insert(keys.end(), parsed.begin(), parsed.end());
        } catch (const base::Error& error) {
            throw WrongUsage{"'{}' is neither a file with public keys nor a key: {}", base::printable(given),
                             error.message()};
        }
    }
    return keys;
}

}  // namespace adder::runtime_archive
