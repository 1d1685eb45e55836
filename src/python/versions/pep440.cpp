#include "python/versions/pep440.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace adder::python {

namespace {

using Number = Pep440Version::Number;
using Phase = Pep440Version::Phase;
using Local = decltype(Pep440Version::local);

constexpr std::string_view separators = "._-";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_white_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view strip(std::string_view text) {
    while (!text.empty() && is_white_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_white_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Reads a version from its start to its end, without ever going back: what is optional is taken if it is
/// there. That is enough, since no part of a version begins as the end of the part before it may go on.
class VersionReader {
  public:
    explicit VersionReader(std::string_view text) : rest_{text} {}

    std::optional<Pep440Version> read() {
        take_any({"v"});
        Pep440Version version;
        const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        if (digits < rest_.size() && rest_[digits] == '!') {
            version.epoch = number();
            if (!is_good_) return std::nullopt;
            rest_.remove_prefix(1);
        }
        read_release(version);
        read_pre(version);
        read_post(version);
        read_dev(version);
        read_local(version);
        if (!is_good_ || !rest_.empty()) return std::nullopt;
        return version;
    }

  private:
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// The first word that comes next, or an empty one.
    std::string_view take_any(std::initializer_list<std::string_view> words) {
        for (const std::string_view word : words) {
            if (!rest_.starts_with(word)) continue;
            rest_.remove_prefix(word.size());
            return word;
        }
        return {};
    }

    /// A word that may stand behind a separator; neither is taken without the other.
    std::string_view take_separated(std::initializer_list<std::string_view> words) {
        const std::string_view before = rest_;
        skip_separator();
        const std::string_view word = take_any(words);
        if (word.empty()) rest_ = before;
        return word;
    }

    void skip_separator() {
        if (!rest_.empty() && separators.find(rest_.front()) != separators.npos) rest_.remove_prefix(1);
    }

    Number number() {
        const std::size_t length = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        const auto value = number_of(rest_.substr(0, length));
        if (!value) is_good_ = false;
        rest_.remove_prefix(length);
        return value.value_or(0);
    }

    static std::optional<Number> number_of(std::string_view digits) {
        if (digits.empty()) return std::nullopt;
        digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
        if (digits.size() > 18) return std::nullopt;
        Number value = 0;
        for (const char digit : digits) value = value * 10 + static_cast<Number>(digit - '0');
        return value;
    }

    bool is_at_digit() const { return !rest_.empty() && is_digit(rest_.front()); }

    /// The number behind a word, which may be left out.
    Number number_or_zero() {
        skip_separator();
        return is_at_digit() ? number() : 0;
    }

    void read_release(Pep440Version& version) {
        version.release.push_back(number());
        while (is_good_ && rest_.size() > 1 && rest_[0] == '.' && is_digit(rest_[1])) {
            rest_.remove_prefix(1);
            version.release.push_back(number());
        }
    }

    void read_pre(Pep440Version& version) {
        const std::string_view word =
            take_separated({"alpha", "a", "beta", "b", "preview", "pre", "c", "rc"});
        if (word.empty()) return;
        Phase phase = Phase::candidate;
        if (word.front() == 'a') phase = Phase::alpha;
        if (word.front() == 'b') phase = Phase::beta;
        version.pre.emplace(phase, number_or_zero());
    }

    void read_post(Pep440Version& version) {
        if (rest_.size() > 1 && rest_[0] == '-' && is_digit(rest_[1])) {
            rest_.remove_prefix(1);
            version.post = number();
        } else if (!take_separated({"post", "rev", "r"}).empty()) {
            version.post = number_or_zero();
        }
    }

    void read_dev(Pep440Version& version) {
        if (!take_separated({"dev"}).empty()) version.dev = number_or_zero();
    }

    void read_local(Pep440Version& version) {
        if (!take('+')) return;
        do {
            const auto end =
                std::ranges::find_if_not(rest_, [](char c) { return is_digit(c) || is_lower_letter(c); });
            const std::string_view piece = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
            rest_.remove_prefix(piece.size());
            if (piece.empty()) is_good_ = false;
            if (std::ranges::all_of(piece, is_digit)) {
                const auto value = number_of(piece);
                if (!value) is_good_ = false;
                version.local.emplace_back(value.value_or(0));
            } else {
                version.local.emplace_back(std::string{piece});
            }
        } while (is_good_ && (take('.') || take('_') || take('-')));
    }

    std::string_view rest_;
    bool is_good_ = true;
};

std::size_t significant_size(const std::vector<Number>& release) {
    std::size_t size = release.size();
    while (size > 1 && release[size - 1] == 0) --size;
    return size;
}

std::strong_ordering compare_releases(const std::vector<Number>& left, const std::vector<Number>& right) {
    return std::lexicographical_compare_three_way(
        left.begin(), left.begin() + static_cast<std::ptrdiff_t>(significant_size(left)), right.begin(),
        right.begin() + static_cast<std::ptrdiff_t>(significant_size(right)));
}

/// A release's place among those of the same number: development, pre-, final and post-releases.
std::array<Number, 6> place_of(const Pep440Version& version) {
    std::array<Number, 6> place{4, 0, 0, 0, 1, 0};
    if (version.pre) {
        place[0] = static_cast<Number>(version.pre->first) + 1;
        place[1] = version.pre->second;
    } else if (!version.post && version.dev) {
        place[0] = 0;
    }
    if (version.post) {
        place[2] = 1;
        place[3] = *version.post;
    }
    if (version.dev) {
        place[4] = 0;
        place[5] = *version.dev;
    }
    return place;
}

}  // namespace

std::optional<Pep440Version> Pep440Version::parse(std::string_view text) {
    const std::string lower = base::to_lower(strip(text));
    return VersionReader{lower}.read();
}

std::string Pep440Version::text() const {
    constexpr std::array<const char*, 3> phases{"a", "b", "rc"};
    std::string text = epoch == 0 ? "" : base::format("{}!", epoch);
    for (std::size_t i = 0; i < release.size(); ++i) {
        text += base::format("{}{}", i == 0 ? "" : ".", release[i]);
    }
    if (pre) text += base::format("{}{}", phases.at(static_cast<std::size_t>(pre->first)), pre->second);
    if (post) text += base::format(".post{}", *post);
    if (dev) text += base::format(".dev{}", *dev);
    for (std::size_t i = 0; i < local.size(); ++i) {
        text += i == 0 ? '+' : '.';
        const auto* number = std::get_if<Number>(&local[i]);
        text += number ? std::to_string(*number) : std::get<std::string>(local[i]);
    }
    return text;
}

Pep440Version Pep440Version::without_local() const {
    Pep440Version version = *this;
    version.local.clear();
    return version;
}

bool Pep440Version::has_same_release(const Pep440Version& other) const {
    return epoch == other.epoch && compare_releases(release, other.release) == 0;
}

std::strong_ordering Pep440Version::operator<=>(const Pep440Version& other) const {
    if (const auto order = epoch <=> other.epoch; order != 0) return order;
    if (const auto order = compare_releases(release, other.release); order != 0) return order;
    if (const auto order = place_of(*this) <=> place_of(other); order != 0) return order;
    // Words are less than numbers, as they are in the variant.
    return std::lexicographical_compare_three_way(local.begin(), local.end(), other.local.begin(),
                                                  other.local.end());
}

}  // namespace adder::python
