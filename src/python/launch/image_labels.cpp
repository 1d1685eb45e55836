#include "python/launch/image_labels.hpp"

#include "python/launch/messages.hpp"

#include <array>
#include <map>
#include <optional>
#include <utility>

namespace adder::python {

namespace {

// The keys of the OCI image specification's annotations, as Paketo's buildpack for labels has them.
constexpr auto oci_keys = std::to_array<std::pair<const char*, const char*>>({
    {"BP_OCI_AUTHORS", "authors"},
    {"BP_OCI_CREATED", "created"},
    {"BP_OCI_DESCRIPTION", "description"},
    {"BP_OCI_DOCUMENTATION", "documentation"},
    {"BP_OCI_LICENSES", "licenses"},
    {"BP_OCI_REF_NAME", "ref.name"},
    {"BP_OCI_REVISION", "revision"},
    {"BP_OCI_SOURCE", "source"},
    {"BP_OCI_TITLE", "title"},
    {"BP_OCI_URL", "url"},
    {"BP_OCI_VENDOR", "vendor"},
    {"BP_OCI_VERSION", "version"},
});

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Takes one word off the text as a shell would, quotes and backslashes resolved. Nothing if a quote is not
/// closed, or if a backslash is the end.
std::optional<std::string> take_word(std::string_view& text) {
    std::string word;
    char quote = 0;
    std::size_t at = 0;
    for (; at < text.size() && (quote != 0 || !is_space(text[at])); ++at) {
        const char c = text[at];
        if (c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == '\\' && quote != '\'') {
            if (++at == text.size()) return std::nullopt;
            word += text[at];
        } else {
            word += c;
        }
    }
    if (quote != 0) return std::nullopt;
    text.remove_prefix(at);
    return word;
}

std::vector<std::string> shell_words(std::string_view text) {
    const std::string_view whole = text;
    std::vector<std::string> words;
    while (true) {
        while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
        if (text.empty()) return words;
        std::optional<std::string> word = take_word(text);
        if (!word) throw messages::bad_image_labels(whole, "a quote in it is not closed");
        words.push_back(*std::move(word));
    }
}

}  // namespace

std::vector<cnb::Label> image_labels(const base::Environment& env) {
    std::map<std::string, std::string> labels;
    for (const auto& [variable, key] : oci_keys) {
        if (auto value = env.find_non_empty(variable))
            labels[std::string{"org.opencontainers.image."} + key] = *std::move(value);
    }
    const std::string text = env.find("BP_IMAGE_LABELS").value_or("");
    for (const std::string& word : shell_words(text)) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            throw messages::bad_image_labels(text, base::format("'{}' is no key=value", word));
        labels[word.substr(0, equals)] = word.substr(equals + 1);
    }
    std::vector<cnb::Label> result;
    for (auto& [key, value] : labels) result.push_back({key, value});
    return result;
}

}  // namespace adder::python
