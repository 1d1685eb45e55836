// R1: what becomes of a build whose sources of runtimes misbehave. Every fault, at the first attempt only, at
// every attempt, and at the first of two sources.

#include "network_faults.hpp"

#include "python/runtime/runtime_layer.hpp"

#include <adder/base/files.hpp>
#include <adder/testing/fake_platform.hpp>

#include <algorithm>
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Nature = Fault::Nature;
using test::Answer;
using testing::ElementsAre;
using testing::Gt;
using testing::HasSubstr;
using testing::Le;
using testing::Not;

enum class Occurrence { first_attempt, every_attempt, first_source };

constexpr const char* text_of(Occurrence occurrence) {
    switch (occurrence) {
        case Occurrence::first_attempt:
            return "at the first attempt";
        case Occurrence::every_attempt:
            return "at every attempt";
        case Occurrence::first_source:
            return "at the first of two sources";
    }
    return "";
}

/// The rule. Empty: the build succeeds; else the title of the message it ends with.
std::string expected_title(const Fault& fault, Occurrence occurrence) {
    const bool passes = fault.nature == Nature::transient && occurrence == Occurrence::first_attempt;
    const bool another_source_serves = occurrence == Occurrence::first_source;
    return passes || another_source_serves ? "" : fault.title;
}

struct Patience {
    unsigned attempts = 4;
    std::chrono::seconds stall_timeout{20};  ///< long enough for a machine that is busy with other tests
};

/// One build's Python layer, from sources on two servers.
class Attempt {
  public:
    static constexpr const char* path = "/python.tar.zst?token=hunter2";

    Attempt(const NetworkFaults& faults, const Fault& fault, Occurrence occurrence) {
        std::vector<Answer> answers{fault.answer};
        if (occurrence == Occurrence::first_attempt) answers.push_back(faults.good());
        first.on(path, answers);
        first.on("/loop", Answer::redirect("/loop"));
        second.on(path, faults.good());
        const bool is_elsewhere = !fault.address.empty() && occurrence != Occurrence::first_attempt;
        urls_.push_back(is_elsewhere ? fault.address : with_credentials(first));
        if (occurrence == Occurrence::first_source) urls_.push_back(with_credentials(second));
    }

    /// Returns what a person would read, "no error" if all went well.
    std::string run(const base::Sha256Digest& promised, const Patience& patience = {}) {
        base::write_file(trust_.path() / "ca.pem", test::self_signed_certificate().certificate);
        fetch::Fetcher fetcher{options(patience)};
        const Services services{fetcher, network_, std::chrono::sys_seconds{}, platform.log()};
        std::vector<Runtime> wanted;
        for (const std::string& url : urls_) {
            wanted.push_back(
                {{3, 13, 5}, 1, {"linux", "amd64", {}, "debian", "12"}, fetch::Url::parse(url), promised});
        }
        const Downloads downloads = Downloads::open(platform.layers(), services);
        const VersionRequest request = *VersionRequest::parse("3.13.5", Origin::file(".python-version"));
        DigestPins pins;
        RuntimeLayer layer = RuntimeLayer::open(platform.layers(), {{request, wanted}, {.launch = true}},
                                                pins, downloads, services);
        return test::shown_error([&] { layer.materialise(); });
    }

    std::vector<std::string> names_in_layers() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator{platform.layers_directory()})
            names.push_back(entry.path().filename());
        std::ranges::sort(names);
        return names;
    }

    test::Tree runtime_tree() const {
        test::Tree tree = test::tree_of(platform.layers_directory() / "python");
        std::erase_if(tree, [](const auto& entry) { return entry.first.starts_with("env"); });
        return tree;
    }

    test::HttpServer first;
    test::HttpServer second;
    test::FakePlatform platform;
    std::vector<std::chrono::milliseconds> slept;

  private:
    static std::string with_credentials(const test::HttpServer& server) {
        return base::format("http://somebody:hunter2@127.0.0.1:{}{}", server.port(), path);
    }

    fetch::FetcherOptions options(const Patience& patience) {
        fetch::Trust trust;
        trust.file = trust_.path() / "ca.pem";
        return {.trust = trust,
                .proxy = {},
                .retry = {.attempts = patience.attempts},
                .slowest_bytes_per_second = 100'000,  // an average: a high bar notices a stall soon
                .stall_timeout = patience.stall_timeout,
                .on_retry =
                    [this](const fetch::RetryNotice& notice) {
                        platform.log().step("Attempt {}: {}", notice.next_attempt, notice.failure.reason);
                    },
                .sleep = [this](std::chrono::milliseconds delay) { slept.push_back(delay); },
                .random = [] { return 0.0; }};
    }

    std::vector<std::string> urls_;
    base::TempDir trust_;
    Network network_ = Network::from({}, cnb::Bindings{});
};

class NetworkFaultsTest : public testing::Test {
  protected:
    void check(const Fault& fault, Occurrence occurrence) {
        SCOPED_TRACE(fault.name + " " + text_of(occurrence));
        Attempt attempt{faults_, fault, occurrence};
        const std::string shown = attempt.run(promised_, patience_);
        const std::string title = expected_title(fault, occurrence);
        if (title.empty()) {
            expect_layer(attempt, shown);
        } else {
            expect_refusal(attempt, shown, title);
        }
        if (fault.nature != Nature::transient && fault.address.empty()) {
            EXPECT_EQ(attempt.first.request_count(Attempt::path), 1u) << "asked again";
        }
        if (occurrence != Occurrence::first_source) {
            EXPECT_THAT(attempt.second.requests(), testing::IsEmpty());
        }
        expect_no_secret(attempt, shown);
    }

    void check_all(const std::vector<Fault>& faults, std::initializer_list<Occurrence> occurrences) {
        for (const Fault& fault : faults) {
            for (const Occurrence occurrence : occurrences) check(fault, occurrence);
        }
        std::printf("R1: %d cases: %d recovered, %d refused with the right message, %d layers left behind\n",
                    recovered_ + refused_ + wrong_, recovered_, refused_, left_behind_);
        RecordProperty("recovered", recovered_);
        RecordProperty("refused", refused_);
        EXPECT_EQ(left_behind_, 0);
        EXPECT_EQ(wrong_, 0);
    }

    void expect_layer(const Attempt& attempt, const std::string& shown) {
        EXPECT_EQ(shown, "no error");
        EXPECT_THAT(attempt.names_in_layers(),
                    ElementsAre("downloads", "downloads.toml", "python", "python.toml"));
        const bool is_whole = shown == "no error" && attempt.runtime_tree() == faults_.tree();
        EXPECT_TRUE(is_whole) << "the layer's files are not the archive's";
        EXPECT_THAT(test::digests_of(attempt.platform.layers_directory() / "downloads"),
                    ElementsAre(testing::Pair(promised_.hex(), "644 file:" + promised_.hex())));
        ++(is_whole ? recovered_ : wrong_);
    }

    void expect_refusal(const Attempt& attempt, const std::string& shown, const std::string& title) {
        EXPECT_EQ(shown.substr(0, shown.find('\n')), title);
        EXPECT_THAT(attempt.names_in_layers(), ElementsAre("downloads", "downloads.toml"));
        EXPECT_TRUE(fs::is_empty(attempt.platform.layers_directory() / "downloads"));
        left_behind_ += fs::exists(attempt.platform.layers_directory() / "python") ? 1 : 0;
        ++(shown.starts_with(title) ? refused_ : wrong_);
    }

    static void expect_no_secret(const Attempt& attempt, const std::string& shown) {
        EXPECT_THAT(shown, Not(HasSubstr("hunter2")));
        EXPECT_THAT(attempt.platform.logged(), Not(HasSubstr("hunter2")));
        const auto toml = base::read_file_if_present(attempt.platform.layers_directory() / "python.toml");
        EXPECT_THAT(toml.value_or(""), Not(HasSubstr("hunter2")));
    }

    NetworkFaults faults_;
    const base::Sha256Digest promised_ = base::sha256(faults_.archive());
    Patience patience_;
    int recovered_ = 0;
    int refused_ = 0;
    int wrong_ = 0;
    int left_behind_ = 0;
};

constexpr std::initializer_list<Occurrence> everywhere{Occurrence::first_attempt, Occurrence::every_attempt,
                                                       Occurrence::first_source};

TEST_F(NetworkFaultsTest, EveryKind) { check_all(faults_.of_every_kind(), everywhere); }

TEST_F(NetworkFaultsTest, EveryStall) {
    patience_ = {.attempts = 2, .stall_timeout = 1s};
    check_all(faults_.stalls(), everywhere);
}

TEST_F(NetworkFaultsTest, EveryTruncation) { check_all(faults_.truncations(false), everywhere); }

TEST_F(NetworkFaultsTest, EveryTruncationThatCanBeResumed) {
    // At every attempt, a transfer that gets on each time may well end: not here.
    check_all(faults_.truncations(true), {Occurrence::first_attempt, Occurrence::first_source});
}

TEST_F(NetworkFaultsTest, AResumedTransferSendsNothingTwice) {
    for (const Fault& fault : faults_.truncations(true)) {
        SCOPED_TRACE(fault.name);
        Attempt attempt{faults_, fault, Occurrence::first_attempt};
        EXPECT_EQ(attempt.run(promised_), "no error");
        const std::vector<test::Request> requests = attempt.first.requests();
        ASSERT_EQ(requests.size(), 2u);
        const bool has_nothing_to_resume = fault.name == "cut_off_at_0";
        if (has_nothing_to_resume) continue;
        EXPECT_EQ("cut_off_at_" + requests[1].headers.at("range"),
                  "cut_off_at_bytes=" + fault.name.substr(fault.name.rfind('_') + 1) + "-");
        EXPECT_EQ(requests[1].headers.at("if-range"), "\"v1\"");
    }
}

TEST_F(NetworkFaultsTest, AServerThatAsksForTimeGetsIt) {
    for (const Fault& fault : faults_.of_every_kind()) {
        if (!fault.name.starts_with("status_") || fault.nature != Nature::transient) continue;
        SCOPED_TRACE(fault.name);
        Attempt attempt{faults_, fault, Occurrence::every_attempt};
        attempt.run(promised_);
        EXPECT_THAT(attempt.slept, ElementsAre(7s, 7s, 7s));
    }
}

}  // namespace
}  // namespace adder::python
