// What an operator sets up around builds: a source of runtimes of their own, with a private certificate
// authority, credentials and signatures.

#include "python_project.hpp"
#include "runtimes.hpp"
#include "runtimes/index.hpp"
#include "runtimes/signature.hpp"
#include "tools.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/http_server.hpp>
#include <support/test_certificate.hpp>

namespace adder::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class OperatorTest : public testing::Test {
  protected:
    OperatorTest() {
        const RuntimeSource source;
        index_ = stamped(base::read_file(source.index()), {1, "2099-12-31", "https://runtimes.invalid/r"});
        constexpr std::size_t any_size = std::size_t{1} << 30;
        server_.on("/r/" + newest_runtime().file, Answer::ok(base::read_file(source.archive(), any_size)));
        server_.on("/r/index.json", Answer::ok(index_));
        server_.on("/r/index.json.sig", Answer::ok(signature_by(base::PrivateKey::generate())));
        project_.set("BP_PYTHON_VERSION", newest_runtime().series);
        project_.set("BP_PYTHON_RUNTIME_SOURCES",
                     "index+" + server_.url("/r") + ",signed-as=https://runtimes.invalid/r");
        project_.bind("authority", {{"type", "ca-certificates"}, {"ca.pem", certificate_.certificate}});
    }

    static std::string stamped(const std::string& index, const runtimes::IndexStamp& stamp) {
        runtimes::Index result = runtimes::parse_index(index);
        result.stamp = stamp;
        return to_json(result);
    }

    /// Publishes the list with another stamp, signed by the keys.
    void serve(const runtimes::IndexStamp& stamp, const std::vector<base::PrivateKey>& keys) {
        const std::string text = stamped(index_, stamp);
        server_.on("/r/index.json", Answer::ok(text));
        server_.on("/r/index.json.sig", Answer::ok(runtimes::sign(text, keys)));
    }

    /// The signature, after which the build trusts the key that made it.
    std::string signature_by(base::PrivateKey key) {
        project_.set("BP_PYTHON_INDEX_KEYS", key.public_key().base64());
        std::vector<base::PrivateKey> keys;
        keys.push_back(std::move(key));
        return runtimes::sign(index_, keys);
    }

    ServerCertificate certificate_ = self_signed_certificate();
    HttpServer server_{certificate_};
    std::string index_;
    PythonProject project_{
        {{"main.py", "import six; print(six.__version__)\n"}, {"requirements.txt", "six==1.17.0\n"}}};
};

TEST_F(OperatorTest, ASourceOfTheirOwnServesWithAllItsPrecautions) {
    project_.bind("account", {{"type", "http-credentials"},
                              {"host", "127.0.0.1"},
                              {"username", "build"},
                              {"password", "hunter2"}});
    const Outcome build = project_.build();
    ASSERT_EQ(build.code, 0) << build.output;
    EXPECT_EQ(project_.rootfs().run({"python", "main.py"}), "1.17.0\n");
    for (const Request& request : server_.requests()) {
        EXPECT_EQ(request.headers.at("authorization"), "Basic YnVpbGQ6aHVudGVyMg==") << request.path;
    }
    EXPECT_THAT(build.output, Not(HasSubstr("hunter2")));
}

TEST_F(OperatorTest, WithoutItsAuthorityTheSourceIsNotTrusted) {
    project_.unbind("authority");
    const Outcome build = project_.build();
    EXPECT_EQ(build.code, lifecycle_code::buildpack_failed);
    EXPECT_THAT(build.output, AllOf(HasSubstr("! The list of Python runtimes could not be read."),
                                    HasSubstr("certificate")));
}

TEST_F(OperatorTest, AnIndexSignedByAnotherKeyIsNotTrusted) {
    project_.set("BP_PYTHON_INDEX_KEYS", base::PrivateKey::generate().public_key().base64());
    const Outcome build = project_.build();
    EXPECT_EQ(build.code, lifecycle_code::buildpack_failed);
    EXPECT_THAT(build.output,
                HasSubstr("! The list of Python runtimes is not signed by a key this build trusts."));
    EXPECT_EQ(server_.request_count("/r/" + newest_runtime().file), 0u);
}

TEST_F(OperatorTest, AListThatIsOlderExpiredOrOfAnotherPlaceIsNotTrusted) {
    std::vector<base::PrivateKey> keys;
    keys.push_back(base::PrivateKey::generate());
    project_.set("BP_PYTHON_INDEX_KEYS", keys[0].public_key().base64());
    const std::string place = "https://runtimes.invalid/r";
    serve({7, "2099-12-31", place}, keys);
    ASSERT_EQ(project_.build().code, 0);
    const Outcome again = project_.build();
    ASSERT_EQ(again.code, 0) << again.output;
    EXPECT_THAT(again.output, HasSubstr("Reused from the previous image"));

    serve({6, "2099-12-31", place}, keys);
    EXPECT_THAT(project_.build().output,
                HasSubstr("! The list of Python runtimes is older than one that was seen before."));
    serve({8, "2026-01-01", place}, keys);
    EXPECT_THAT(project_.build().output, HasSubstr("! The list of Python runtimes has expired."));
    serve({8, "2099-12-31", "https://test.invalid/r"}, keys);
    const Outcome elsewhere = project_.build();
    EXPECT_EQ(elsewhere.code, lifecycle_code::buildpack_failed);
    EXPECT_THAT(elsewhere.output, HasSubstr("! The list of Python runtimes is one of another place."));
    serve({8, "2099-12-31", place}, keys);
    EXPECT_EQ(project_.build().code, 0);
}

TEST_F(OperatorTest, KeysBindEverySource) {
    project_.set("BP_PYTHON_RUNTIME_SOURCES", "index+" + server_.url("/r") +
                                                  ",signed-as=https://runtimes.invalid/r "
                                                  "python-build-standalone+" +
                                                  server_.url("/pbs"));
    const Outcome refused = project_.build();
    EXPECT_EQ(refused.code, lifecycle_code::buildpack_failed);
    EXPECT_THAT(refused.output,
                HasSubstr("! A source of Python runtimes is not covered by the keys of this build."));
    project_.set("BP_PYTHON_UNSIGNED_SOURCES", "python-build-standalone+" + server_.url("/pbs"));
    const Outcome named = project_.build();
    EXPECT_EQ(named.code, 0) << named.output;
}

TEST_F(OperatorTest, AMirrorServesInThePlaceOfTheSource) {
    project_.set("BP_PYTHON_RUNTIME_SOURCES", "index+https://runtimes.invalid/r");
    project_.set("BP_DEPENDENCY_MIRROR_RUNTIMES_INVALID", server_.url("/"));
    const Outcome build = project_.build();
    ASSERT_EQ(build.code, 0) << build.output;
    EXPECT_EQ(server_.request_count("/r/" + newest_runtime().file), 1u);
}

TEST_F(OperatorTest, ACatalogueOfTheirOwnMovesAnInstalledBuildpackOn) {
    const std::string series = newest_runtime().series;
    const auto document = [&](unsigned serial) {
        return base::format(R"({{"schema": 1, "serial": {}, "issued": "2099-01-01", "expires": "2099-12-31",
            "default-version": "{}", "series": [{{"latest": "{}", "end-of-life": "2099-10-31"}}]}})",
                            serial, series, newest_runtime().version);
    };
    base::PrivateKey key = base::PrivateKey::generate();
    const std::string public_key = key.public_key().base64();
    std::vector<base::PrivateKey> keys;
    keys.push_back(std::move(key));
    const auto publish = [&](unsigned serial) {
        server_.on("/catalogue.json", Answer::ok(document(serial)));
        server_.on("/catalogue.json.sig", Answer::ok(runtimes::sign(document(serial), keys)));
    };
    server_.on("/r/index.json.sig", Answer::ok(runtimes::sign(index_, keys)));
    project_.set("BP_PYTHON_INDEX_KEYS", public_key);
    project_.set("BP_PYTHON_CATALOGUE", server_.url("/catalogue.json"));
    project_.set("BP_PYTHON_VERSION", "");

    publish(2);
    const Outcome first = project_.build();
    ASSERT_EQ(first.code, 0) << first.output;
    EXPECT_THAT(first.output,
                HasSubstr(base::format("{} from the default → {}", series, newest_runtime().version)));
    const Outcome second = project_.build();
    ASSERT_EQ(second.code, 0) << second.output;
    EXPECT_THAT(second.output, HasSubstr("Reused from the previous image"));

    publish(1);
    const Outcome older = project_.build();
    EXPECT_EQ(older.code, lifecycle_code::buildpack_failed);
    EXPECT_THAT(older.output,
                HasSubstr("! The catalogue of Python's releases is older than one that was seen before."));

    server_.on("/catalogue.json", Answer::status(404));
    const Outcome without = project_.build();
    ASSERT_EQ(without.code, 0) << without.output;
    EXPECT_THAT(without.output, HasSubstr("Going by the buildpack's own data; "));
}

}  // namespace
}  // namespace adder::test
