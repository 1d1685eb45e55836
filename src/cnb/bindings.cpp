#include "cnb/vcap_services.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/bindings.hpp>

#include <algorithm>

namespace adder::cnb {

namespace {

namespace fs = std::filesystem;

using Entries = std::map<std::string, std::string, std::less<>>;

std::string shown(const fs::path& path) { return base::printable(path.native(), 1000); }

/// By name, without what begins with a dot.
std::vector<fs::path> visible_entries(const fs::path& directory) {
    std::vector<fs::path> entries;
    std::error_code code;
    fs::directory_iterator entry{directory, code};
    while (!code && entry != fs::directory_iterator{}) {
        if (!entry->path().filename().native().starts_with('.')) entries.push_back(entry->path());
        entry.increment(code);
    }
    if (code) throw base::SystemError{code.value(), "cannot list the directory {}", shown(directory)};
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool leads_to_directory(const fs::path& path) {
    std::error_code ignored;  // what cannot be looked at is reported where it is read
    return fs::is_directory(path, ignored);
}

base::UserError too_large(const fs::path& file) {
    return {"A secret of a service binding is too large.",
            base::format("{} has more than the {} bytes allowed.\n"
                         "Bind only what the build or the app needs to reach the service.",
                         shown(file), max_secret_size)};
}

/// A pipe in a file's place would be waited for, and a device can be endless: neither is opened.
base::UserError not_a_file(const fs::path& path) {
    return {"An entry of a service binding is not a file.",
            base::format("{} is neither a file nor a link to one.\n"
                         "Every entry of a binding is a file with one value. Mend or remove it.",
                         shown(path))};
}

std::string read_entry(const fs::path& file) {
    std::error_code code;
    if (!fs::is_regular_file(file, code)) throw not_a_file(file);
    const std::uintmax_t size = fs::file_size(file, code);
    if (!code && size > max_secret_size) throw too_large(file);
    return base::read_file(file, max_secret_size);
}

Entries read_entries(const fs::path& directory) {
    Entries entries;
    for (const fs::path& file : visible_entries(directory)) {
        if (!leads_to_directory(file)) entries.emplace(file.filename().native(), read_entry(file));
    }
    return entries;
}

/// `metadata/` and `secret/` as one; a key that is in both has its value from `secret/`.
Entries read_former_entries(const fs::path& directory) {
    Entries entries =
        leads_to_directory(directory / "secret") ? read_entries(directory / "secret") : Entries{};
    entries.merge(read_entries(directory / "metadata"));
    return entries;
}

std::optional<std::string> take(Entries& entries, std::string_view key) {
    const auto found = entries.find(key);
    if (found == entries.end()) return std::nullopt;
    std::string value = std::move(found->second);
    entries.erase(found);
    return value;
}

base::UserError without_type(const fs::path& directory, std::string_view file) {
    return {base::format("The service binding \"{}\" has no type.",
                         base::printable(directory.filename().native())),
            base::format("There is no file {}.\n"
                         "Each directory in {} is taken for a binding, and the text of\nthat file says which "
                         "kind of service it is for. Add the file, or remove the directory.",
                         shown(directory / file), shown(directory.parent_path()))};
}

Binding read_binding(const fs::path& directory) {
    Entries entries = read_entries(directory);
    const bool is_former = !entries.contains("type") && leads_to_directory(directory / "metadata");
    const std::string_view type_key = is_former ? "kind" : "type";
    if (is_former) entries = read_former_entries(directory);
    const std::optional<std::string> type = take(entries, type_key);
    if (!type) throw without_type(directory, is_former ? "metadata/kind" : "type");
    std::optional<std::string> provider = take(entries, "provider");
    return {.name = directory.filename().native(),
            .type = *type,
            .provider = std::move(provider),
            .secrets = std::move(entries),
            .path = directory};
}

/// A person who mounts one binding in the place of the directory of all would otherwise see none.
void refuse_single_binding(const fs::path& root) {
    std::error_code ignored;
    if (!fs::is_regular_file(root / "type", ignored)) return;
    throw base::UserError{"A service binding is in the place of the directory of all service bindings.",
                          base::format("{} is there.\n"
                                       "A binding is a directory of its own: put its files into {}.",
                                       shown(root / "type"), shown(root / "<name of the binding>"))};
}

std::vector<Binding> read_directory(const fs::path& root) {
    std::error_code ignored;
    if (fs::status(root, ignored).type() == fs::file_type::not_found) return {};
    const std::vector<fs::path> entries = visible_entries(root);
    refuse_single_binding(root);
    std::vector<Binding> bindings;
    for (const fs::path& entry : entries) {
        if (leads_to_directory(entry)) bindings.push_back(read_binding(entry));
    }
    return bindings;
}

std::string read_vcap_file(const fs::path& file) {
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        throw base::Error{"{}, which VCAP_SERVICES_FILE_PATH names, is not a file", shown(file)};
    }
    return base::read_file(file);
}

std::vector<Binding> read_first_source(const base::Environment& env, const fs::path& platform_directory) {
    for (const char* variable : {"SERVICE_BINDING_ROOT", "CNB_BINDINGS"}) {
        if (const std::optional<std::string> root = env.find_non_empty(variable))
            return read_directory(*root);
    }
    std::vector<Binding> bindings = read_directory(platform_directory / "bindings");
    if (!bindings.empty()) return bindings;
    if (const std::optional<std::string> json = env.find_non_empty("VCAP_SERVICES")) {
        return parse_vcap_services(*json, "VCAP_SERVICES");
    }
    if (const std::optional<std::string> file = env.find_non_empty("VCAP_SERVICES_FILE_PATH")) {
        return parse_vcap_services(read_vcap_file(*file), shown(*file));
    }
    return {};
}

std::string trimmed(const std::string& text) { return std::string{base::trim(text)}; }

/// Empty if the text can be a type or provider.
std::string_view complaint_about(std::string_view label) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (label.empty()) return "it is empty";
    if (!base::is_valid_utf8(label)) return "it is not UTF-8";
    if (std::any_of(label.begin(), label.end(), is_control))
        return "it has line ends or other control characters";
    return {};
}

/// Does not show the text: what has several lines is more likely a key in the wrong file.
void check_label(const Binding& binding, std::string_view what, std::string_view label) {
    const std::string_view complaint = complaint_about(label);
    if (complaint.empty()) return;
    throw base::UserError{
        base::format("The {} of the service binding \"{}\" cannot be used.", what,
                     base::printable(binding.name)),
        base::format("It should be one word or name, such as postgresql, but {}.\nCorrect it {}.", complaint,
                     binding.path.empty() ? std::string{"where the service is bound to the app"}
                                          : "in " + shown(binding.path))};
}

/// What the header promises of a binding, wherever it came from.
Binding tidied(Binding binding) {
    binding.type = trimmed(binding.type);
    check_label(binding, "type", binding.type);
    if (binding.provider) {
        binding.provider = trimmed(*binding.provider);
        if (binding.provider->empty()) binding.provider.reset();
    }
    if (binding.provider) check_label(binding, "provider", *binding.provider);
    for (auto& [key, value] : binding.secrets) {
        if (base::is_valid_utf8(value)) value = trimmed(value);
    }
    return binding;
}

std::string describe_wanted(std::string_view type, std::optional<std::string_view> provider) {
    std::string wanted = base::format("of the type \"{}\"", base::printable(type));
    if (provider) wanted += base::format(" from the provider \"{}\"", base::printable(*provider));
    return wanted;
}

std::string describe(const std::vector<Binding>& bindings) {
    std::vector<std::string> lines;
    for (const Binding& binding : bindings) {
        std::string line =
            base::format("- {}: type \"{}\"", base::printable(binding.name), base::printable(binding.type));
        if (binding.provider) line += base::format(", provider \"{}\"", base::printable(*binding.provider));
        if (!binding.path.empty()) line += base::format(", in {}", shown(binding.path));
        lines.push_back(line);
    }
    return base::join(lines, "\n");
}

}  // namespace

Bindings::Bindings(std::vector<Binding> bindings) : bindings_{std::move(bindings)} {
    std::sort(bindings_.begin(), bindings_.end(),
              [](const Binding& left, const Binding& right) { return left.name < right.name; });
}

std::vector<Binding> Bindings::find(std::string_view type, std::optional<std::string_view> provider) const {
    const auto same = [](std::string_view left, std::string_view right) {
        return base::to_lower(left) == base::to_lower(right);
    };
    std::vector<Binding> found;
    for (const Binding& binding : bindings_) {
        if (!same(binding.type, type)) continue;
        if (provider && !(binding.provider && same(*binding.provider, *provider))) continue;
        found.push_back(binding);
    }
    return found;
}

std::optional<Binding> Bindings::find_at_most_one(std::string_view type,
                                                  std::optional<std::string_view> provider) const {
    const std::vector<Binding> found = find(type, provider);
    if (found.empty()) return std::nullopt;
    if (found.size() == 1) return found.front();
    throw base::UserError{
        base::format("There are {} service bindings {}.", found.size(), describe_wanted(type, provider)),
        base::format("{}\n\nOnly one can be used here. Keep that one and remove the others.",
                     describe(found))};
}

Binding Bindings::find_exactly_one(std::string_view type, std::optional<std::string_view> provider) const {
    if (std::optional<Binding> found = find_at_most_one(type, provider)) return *std::move(found);
    throw base::UserError{
        base::format("There is no service binding {}.", describe_wanted(type, provider)),
        base::format("{}\n\nAdd one, or correct the type or provider of one that is there.",
                     bindings_.empty() ? std::string{"There are no bindings at all."} : describe(bindings_))};
}

Bindings read_bindings(const base::Environment& env, const fs::path& platform_directory) {
    try {
        std::vector<Binding> bindings = read_first_source(env, platform_directory);
        for (Binding& binding : bindings) binding = tidied(std::move(binding));
        return Bindings{std::move(bindings)};
    } catch (base::Error& error) {
        error.add_context("while reading the service bindings");
        throw;
    }
}

}  // namespace adder::cnb
