#include "python/dependencies/vendored_pylock.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

using Files = std::set<std::string, std::less<>>;

const std::string* text_in(const cnb::TomlTable& table, std::string_view key) {
    const auto found = table.find(key);
    return found == table.end() ? nullptr : found->second.get_if<std::string>();
}

/// The name of the file that an entry of the lock is about.
std::string file_name(const cnb::TomlTable& entry) {
    if (const std::string* name = text_in(entry, "name")) return *name;
    const std::string* url = text_in(entry, "url");
    if (!url) return {};
    std::string name = url->substr(0, url->find_first_of("?#"));
    name.erase(0, name.rfind('/') + 1);
    for (const std::string_view plus : {"%2B", "%2b"}) {
        for (std::size_t at = name.find(plus); at != std::string::npos; at = name.find(plus, at))
            name.replace(at, plus.size(), "+");
    }
    return name;
}

/// With a path in place of where it comes from, and without what says nothing that the hashes do not: of
/// another size, it is another file; and a date that was read would be written as text.
cnb::TomlTable at(const fs::path& path, cnb::TomlTable entry) {
    for (const char* key : {"url", "size", "upload-time"}) entry.erase(key);
    entry.insert_or_assign("path", path.native());
    return entry;
}

/// What a package is made of, taken from `vendor` where it is there.
class VendoredPackage {
  public:
    VendoredPackage(cnb::TomlTable package, const Files& files, const fs::path& vendor,
                    const fs::path& locked_in)
        : package_{std::move(package)}, files_{files}, vendor_{vendor}, locked_in_{locked_in} {}

    cnb::TomlTable rewritten() && {
        for (const char* key : {"index", "tool", "attestation-identities"}) package_.erase(key);
        choose_files();
        for (const char* key : {"archive", "directory", "vcs"}) {
            const cnb::TomlTable* source = table(key);
            if (!source) continue;
            cnb::TomlTable changed = *source;
            changed.erase("upload-time");
            if (has(*source)) changed = at(place_of(*source), changed);
            package_.insert_or_assign(key, std::move(changed));
        }
        return std::move(package_);
    }

  private:
    const cnb::TomlTable* table(std::string_view key) const {
        const auto found = package_.find(key);
        return found == package_.end() ? nullptr : found->second.get_if<cnb::TomlTable>();
    }

    bool is_local(const cnb::TomlTable& entry) const {
        return text_in(entry, "path") && !text_in(entry, "url");
    }
    bool has(const cnb::TomlTable& entry) const {
        return is_local(entry) || files_.contains(file_name(entry));
    }
    fs::path place_of(const cnb::TomlTable& entry) const {
        if (is_local(entry)) return (locked_in_ / *text_in(entry, "path")).lexically_normal();
        return vendor_ / file_name(entry);
    }

    /// Wheels and the source distribution.
    void choose_files() {
        cnb::TomlArray wheels;
        if (const auto found = package_.find("wheels"); found != package_.end()) {
            if (const auto* array = found->second.get_if<cnb::TomlArray>()) wheels = *array;
        }
        const cnb::TomlTable* sdist = table("sdist");
        const auto has_it = [&](const cnb::TomlValue& wheel) {
            const auto* entry = wheel.get_if<cnb::TomlTable>();
            return entry && has(*entry);
        };
        const bool some = std::ranges::any_of(wheels, has_it) || (sdist && has(*sdist));
        if (some) std::erase_if(wheels, [&](const cnb::TomlValue& wheel) { return !has_it(wheel); });
        for (cnb::TomlValue& wheel : wheels) {
            if (const auto* entry = wheel.get_if<cnb::TomlTable>()) wheel = at(place_of(*entry), *entry);
        }
        if (sdist) {
            const std::optional<cnb::TomlTable> kept =
                !some || has(*sdist) ? std::optional{at(place_of(*sdist), *sdist)} : std::nullopt;
            package_.erase("sdist");
            if (kept) package_.emplace("sdist", *kept);
        }
        package_.erase("wheels");
        if (!wheels.empty()) package_.emplace("wheels", std::move(wheels));
    }

    cnb::TomlTable package_;
    const Files& files_;
    const fs::path& vendor_;
    const fs::path& locked_in_;
};

}  // namespace

cnb::TomlTable with_vendored_files(const cnb::TomlTable& lock, const Files& files, const fs::path& vendor,
                                   const fs::path& locked_in) {
    cnb::TomlTable result = lock;
    result.erase("tool");
    const auto packages = result.find("packages");
    if (packages == result.end() || !packages->second.get_if<cnb::TomlArray>()) return result;
    cnb::TomlArray rewritten;
    for (const cnb::TomlValue& package : *packages->second.get_if<cnb::TomlArray>()) {
        const auto* table = package.get_if<cnb::TomlTable>();
        rewritten.push_back(
            table ? cnb::TomlValue{VendoredPackage{*table, files, vendor, locked_in}.rewritten()} : package);
    }
    packages->second = std::move(rewritten);
    return result;
}

}  // namespace adder::python
