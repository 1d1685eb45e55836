#include "python/install/secret_search.hpp"

#include "python/app/beside_sources.hpp"

#include <adder/base/bytes.hpp>
#include <adder/base/files.hpp>
#include <adder/base/parallel.hpp>

#include <algorithm>
#include <cstring>
#include <mutex>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

struct Pattern {
    std::string text;
    std::string origin;
};

/// Long enough, and of several kinds of characters: it stands nowhere by chance.
bool is_unlikely_word(std::string_view text) {
    constexpr std::size_t shortest = 10;
    const auto has = [&](auto is_of_kind) { return std::ranges::any_of(text, is_of_kind); };
    const int kinds =
        has([](char c) { return c >= 'a' && c <= 'z'; }) + has([](char c) { return c >= 'A' && c <= 'Z'; }) +
        has([](char c) { return c >= '0' && c <= '9'; }) +
        has([](char c) { return (c < '0' || c > '9') && ((c | 0x20) < 'a' || (c | 0x20) > 'z'); });
    return text.size() >= shortest && kinds >= 2;
}

std::vector<Pattern> patterns_of(const std::vector<Secret>& secrets) {
    std::vector<Pattern> patterns;
    for (const Secret& secret : secrets) {
        for (const std::string& form : forms_of(secret)) {
            if (is_unlikely_word(form)) {
                patterns.push_back({form, secret.origin});
            } else {
                for (const char* before : {":", "//"})
                    patterns.push_back({before + form + "@", secret.origin});
            }
        }
    }
    return patterns;
}

/// Looks for patterns in a stream, wherever it is cut.
class PatternSink final : public base::ByteSink {
  public:
    explicit PatternSink(const std::vector<Pattern>& patterns) : patterns_{patterns} {
        for (const Pattern& pattern : patterns) longest_ = std::max(longest_, pattern.text.size());
    }

    void write(base::ByteSpan bytes) override {
        if (found_) return;
        text_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        for (const Pattern& pattern : patterns_) {
            if (::memmem(text_.data(), text_.size(), pattern.text.data(), pattern.text.size()) == nullptr)
                continue;
            found_ = &pattern;
            return;
        }
        if (text_.size() >= longest_) text_.erase(0, text_.size() - (longest_ - 1));
    }
    void finish() override {}

    const Pattern* found() const { return found_; }

  private:
    const std::vector<Pattern>& patterns_;
    std::size_t longest_ = 1;
    std::string text_;  ///< the end of what came before, and what came last
    const Pattern* found_ = nullptr;
};

std::vector<fs::path> files_at(const fs::path& place) {
    const fs::file_status status = fs::symlink_status(place);
    if (fs::is_regular_file(status)) return {place};
    std::vector<fs::path> files;
    if (!fs::is_directory(status)) return files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{place}) {
        if (!entry.is_symlink() && entry.is_regular_file()) files.push_back(entry.path());
    }
    return files;
}

}  // namespace

std::optional<FoundSecret> find_secret(const fs::path& place, const std::vector<Secret>& secrets) {
    const std::vector<Pattern> patterns = patterns_of(secrets);
    if (patterns.empty()) return std::nullopt;
    std::vector<fs::path> files = files_at(place);
    std::ranges::sort(files);
    std::mutex guard;  // of `first` and `found`
    std::size_t first = files.size();
    std::optional<FoundSecret> found;
    base::in_parallel(files.size(), [&](std::size_t i) {
        PatternSink sink{patterns};
        base::copy_file_into(files[i], sink);
        const std::lock_guard lock{guard};
        if (!sink.found() || i >= first) return;
        first = i;
        found = FoundSecret{files[i], sink.found()->origin};
    });
    return found;
}

std::vector<fs::path> version_control_in(const fs::path& place) {
    std::vector<fs::path> found;
    std::error_code unreadable;
    fs::recursive_directory_iterator entry{place, fs::directory_options::skip_permission_denied, unreadable};
    for (; entry != fs::recursive_directory_iterator{}; entry.increment(unreadable)) {
        if (!is_version_control(entry->path().filename().native())) continue;
        found.push_back(entry->path());
        entry.disable_recursion_pending();
    }
    std::ranges::sort(found);
    return found;
}

void remove_version_control(const fs::path& place, const std::vector<fs::path>& but) {
    for (const fs::path& found : version_control_in(place)) {
        if (!std::ranges::binary_search(but, found)) base::remove_tree(found);
    }
}

}  // namespace adder::python
