#include "runtime_archive/archives/publish.hpp"

#include "../command_line_fixture.hpp"
#include "runtime_archive/archives/archive_directory.hpp"
#include "support/errors.hpp"
#include "support/object_store.hpp"

#include <gmock/gmock.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using test::Answer;
using test::Request;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

constexpr const char* name = "python-3.13.5-debian-12-amd64.tar.zst";

class PublishTest : public CommandLineTest {
  protected:
    PublishTest() {
        server.serve("/", [this](Request request) {
            if (before_answer) before_answer(request);
            request.path.erase(std::min(request.path.find('?'), request.path.size()));
            const Answer answer = store.answer(request);
            if (after_answer) after_answer(request);
            return answer;
        });
    }

    Result publish(const fs::path& what, const std::string& to, std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"publish", what, "--to", to, "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    Result publish(std::vector<std::string> more = {}) {
        return publish(runtimes, server.url("/dir"), std::move(more));
    }

    runtimes::Index stored_index() { return runtimes::parse_index(store.objects.at("/dir/index.json")); }

    /// A new key; the file it is in.
    std::string key_file(const char* file_name = "signing") {
        const fs::path key = directory.path() / file_name;
        EXPECT_EQ(run({"keygen", key}).exit, Exit::ok);
        return key.native() + ".key";
    }
    std::string public_key_file(const char* file_name = "signing") {
        return directory.path() / (std::string{file_name} + ".pub");
    }

    std::string public_key_of(const char* file_name) {
        return runtimes::parse_public_keys(base::read_file(public_key_file(file_name))).at(0).base64();
    }

    /// Throws unless the key has signed what is in the store now.
    void require_signed_by(const char* file_name = "signing") {
        runtimes::require_signed(store.objects.at("/dir/index.json"), store.objects.at("/dir/index.json.sig"),
                                 runtimes::parse_public_keys(base::read_file(public_key_file(file_name))));
    }

    /// What whoever can write to the store adds to its index, without a key.
    void plant_entry(const std::string& file = "python-3.13.5+2-debian-12-amd64.tar.zst") {
        runtimes::Index index = stored_index();
        runtimes::IndexEntry planted = index.archives.at(0);
        planted.file = file;
        planted.id.build = 2;
        planted.sha256 = base::sha256("a backdoor");
        index.archives.push_back(planted);
        store.objects["/dir/index.json"] = to_json(index);
    }

    std::vector<std::string> puts() const {
        std::vector<std::string> paths;
        for (const Request& request : server.requests()) {
            if (request.method == "PUT") paths.push_back(request.path);
        }
        return paths;
    }

    test::ObjectStore store;
    std::function<void(const Request&)> before_answer;
    std::function<void(const Request&)> after_answer;
    test::HttpServer server;
};

TEST_F(PublishTest, ToAServerTheIndexComesLastAfterItsArchivesAndItsSignature) {
    const fs::path archive = packed_archive();
    const Result published = publish({"--key", key_file()});
    ASSERT_EQ(published.exit, Exit::ok) << published.error;
    EXPECT_THAT(puts(), ElementsAre(std::string{"/dir/"} + name, "/dir/index.json.sig", "/dir/index.json"));
    EXPECT_EQ(store.objects.at(std::string{"/dir/"} + name), base::read_file(archive));
    EXPECT_EQ(stored_index().archives, read_index(runtimes).archives);
    EXPECT_EQ(published.json().at("added"), nlohmann::json{name});
    EXPECT_EQ(published.json().at("signed"), true);
    EXPECT_NO_THROW(require_signed_by());
}

TEST_F(PublishTest, ToADirectory) {
    packed_archive();
    const fs::path to = directory.path() / "published";
    const Result published =
        publish(runtimes, to, {"--key", key_file(), "--source", "https://r.example/python"});
    ASSERT_EQ(published.exit, Exit::ok) << published.error;
    EXPECT_EQ(base::sha256_of_file(to / name), base::sha256_of_file(runtimes / name));
    EXPECT_EQ(read_index(to).archives, read_index(runtimes).archives);
    EXPECT_TRUE(fs::exists(to / "index.json.sig"));
    EXPECT_EQ(std::distance(fs::directory_iterator{to}, {}), 3);
}

TEST_F(PublishTest, TheSameAgainChangesNothing) {
    packed_archive();
    const std::string key = key_file();
    ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
    const std::size_t before = puts().size();
    const Result again = publish({"--key", key});
    EXPECT_EQ(again.exit, Exit::ok);
    EXPECT_EQ(puts().size(), before);
    EXPECT_EQ(again.json().at("were_there"), nlohmann::json{name});
    EXPECT_EQ(again.json().at("index_changed"), false);
    // HEAD and PUT, then HEAD twice and GET: what is vouched for again is read again.
    EXPECT_EQ(server.request_count(std::string{"/dir/"} + name), 5u);
}

TEST_F(PublishTest, OtherBytesAreRefusedWhoeverKnowsOfThem) {
    packed_archive("3.13.5", "first");
    ASSERT_EQ(publish().exit, Exit::ok);
    const auto published = store.objects;
    base::remove_tree(runtimes);
    packed_archive("3.13.5", "second");

    const Result listed = publish();
    EXPECT_EQ(listed.exit, Exit::failed);
    EXPECT_THAT(listed.error, HasSubstr("never replaced"));

    store.objects.erase("/dir/index.json");
    const Result unlisted = publish();
    EXPECT_EQ(unlisted.exit, Exit::failed);
    EXPECT_THAT(unlisted.error, HasSubstr("--build 2"));
    EXPECT_EQ(store.objects.at(std::string{"/dir/"} + name), published.at(std::string{"/dir/"} + name));
    EXPECT_FALSE(store.objects.contains("/dir/index.json"));
}

TEST_F(PublishTest, SomebodyElseMayPutTheArchiveMeanwhile) {
    packed_archive();
    const std::string path = std::string{"/dir/"} + name;
    for (const std::string& contents : {base::read_file(runtimes / name), std::string{"other bytes"}}) {
        store.objects.clear();
        before_answer = [&](const Request& request) {
            if (request.method == "PUT" && request.path == path) store.objects[path] = contents;
        };
        const Result published = publish();
        if (contents == "other bytes") {
            EXPECT_EQ(published.exit, Exit::failed);
            EXPECT_THAT(published.error, HasSubstr("with other contents"));
            EXPECT_EQ(store.objects.at(path), contents);
        } else {
            EXPECT_EQ(published.exit, Exit::ok) << published.error;
            EXPECT_EQ(published.json().at("were_there"), nlohmann::json{name});
        }
    }
}

/// Two of one publisher's jobs: the second puts its index while the first is at work.
TEST_F(PublishTest, WhatOthersPublishMeanwhileStays) {
    for (const char* moment : {"/dir/index.json.sig", "/dir/index.json"}) {
        store.objects.clear();
        base::remove_tree(runtimes);
        base::remove_tree(directory.path() / "signing.key");
        base::remove_tree(directory.path() / "signing.pub");
        const std::string key = key_file();
        packed_archive("3.12.9");
        ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
        const auto others = store.objects;
        store.objects.clear();
        base::remove_tree(runtimes);
        packed_archive("3.13.5");
        bool is_first = true;
        before_answer = [&](const Request& request) {
            if (request.method != "PUT" || request.path != moment || !is_first) return;
            is_first = false;
            for (const auto& [path, contents] : others) store.objects[path] = contents;
        };
        const Result published = publish({"--key", key});
        ASSERT_EQ(published.exit, Exit::ok) << published.error;
        EXPECT_EQ(stored_index().archives.size(), 2u);
        EXPECT_NO_THROW(require_signed_by());
    }
}

/// Whoever can write to the store and has no key must not get one by the next publication.
TEST_F(PublishTest, WhatNobodyHasSignedIsNotSignedWithTheNextArchive) {
    const std::string key = key_file();
    packed_archive("3.13.5");
    ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
    plant_entry();
    packed_archive("3.13.6");
    const auto before = store.objects;
    const Result published = publish({"--key", key});
    EXPECT_EQ(published.exit, Exit::failed);
    EXPECT_THAT(published.error, HasSubstr("not signed by any of the keys given"));
    EXPECT_THAT(published.error, HasSubstr("python-3.13.5+2-debian-12-amd64.tar.zst"));
    EXPECT_EQ(store.objects, before);
}

TEST_F(PublishTest, WhatIsPlantedWhileAPublicationIsAtWorkIsNotSigned) {
    const std::string key = key_file();
    packed_archive("3.13.5");
    ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
    packed_archive("3.13.6");
    bool is_first = true;
    before_answer = [&](const Request& request) {
        if (request.method != "PUT" || !is_first) return;
        is_first = false;
        plant_entry();
    };
    const Result published = publish({"--key", key});
    EXPECT_EQ(published.exit, Exit::failed);
    EXPECT_THROW(require_signed_by(), runtimes::UntrustedIndex);
}

TEST_F(PublishTest, AnUnsignedIndexIsAdoptedOnlyOnRequest) {
    packed_archive("3.13.5");
    ASSERT_EQ(publish().exit, Exit::ok);
    base::remove_tree(runtimes);
    packed_archive("3.13.6");
    const std::string key = key_file();
    const Result refused = publish({"--key", key});
    EXPECT_EQ(refused.exit, Exit::failed);
    EXPECT_THAT(refused.error, HasSubstr("--adopt-unsigned"));
    EXPECT_FALSE(store.objects.contains("/dir/index.json.sig"));

    const Result adopted = publish({"--key", key, "--adopt-unsigned"});
    ASSERT_EQ(adopted.exit, Exit::ok) << adopted.error;
    EXPECT_THAT(adopted.error, HasSubstr(std::string{name} + "  SHA-256 "));
    EXPECT_EQ(stored_index().archives.size(), 2u);
    EXPECT_NO_THROW(require_signed_by());
}

/// Entries are all that `--adopt-unsigned` is for: what is given now needs no adoption.
TEST_F(PublishTest, AnUnsignedIndexOfWhatIsGivenNeedsNoAdoption) {
    packed_archive("3.13.5");
    ASSERT_EQ(publish().exit, Exit::ok);
    const Result published = publish({"--key", key_file()});
    EXPECT_EQ(published.exit, Exit::ok) << published.error;
    EXPECT_NO_THROW(require_signed_by());
}

/// Lists can be told from older ones, and from those of other places.
TEST_F(PublishTest, ASignedIndexSaysWhenItIsAndOfWhat) {
    const std::string key = key_file();
    packed_archive("3.13.5");
    ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
    ASSERT_TRUE(stored_index().stamp);
    EXPECT_EQ(stored_index().stamp->serial, 1u);
    EXPECT_EQ(stored_index().stamp->source, server.url("/dir"));
    EXPECT_TRUE(stored_index().stamp->expires);

    packed_archive("3.13.6");
    ASSERT_EQ(publish({"--key", key, "--source", "https://r.example/python", "--valid-days", "0"}).exit,
              Exit::ok);
    EXPECT_EQ(stored_index().stamp, (runtimes::IndexStamp{2, {}, "https://r.example/python"}));

    packed_archive("3.13.7");
    ASSERT_EQ(publish({"--key", key, "--valid-days", "0", "--serial", "50"}).exit, Exit::ok);
    EXPECT_EQ(stored_index().stamp, (runtimes::IndexStamp{50, {}, "https://r.example/python"}));
}

TEST_F(PublishTest, AnIndexIsSignedAnewWithoutNewArchives) {
    EXPECT_EQ(run({"publish", "--to", server.url("/dir")}).exit, Exit::wrong_usage);
    const std::vector<std::string> renew{"publish", "--to", server.url("/dir"), "--key", key_file()};
    EXPECT_THAT(run(renew).error, HasSubstr("there is nothing to publish"));
    packed_archive("3.13.5");
    std::vector<std::string> short_lived{"--valid-days", "1"};
    short_lived.insert(short_lived.end(), renew.begin() + 3, renew.end());
    ASSERT_EQ(publish(short_lived).exit, Exit::ok);
    const auto first = *stored_index().stamp;
    const Result renewed = run(renew);
    ASSERT_EQ(renewed.exit, Exit::ok) << renewed.error;
    EXPECT_EQ(stored_index().stamp->serial, 2u);
    EXPECT_GT(*stored_index().stamp->expires, *first.expires);
    EXPECT_NO_THROW(require_signed_by());
    ASSERT_EQ(run(renew).exit, Exit::ok);
    EXPECT_EQ(stored_index().stamp->serial, 2u) << "there is time enough";
}

TEST_F(PublishTest, WhereNobodyCanTellWhatTheIndexIsOfItIsAskedFor) {
    packed_archive();
    const Result published = publish(runtimes, directory.path() / "published", {"--key", key_file()});
    EXPECT_EQ(published.exit, Exit::failed);
    EXPECT_THAT(published.error, HasSubstr("--source https://"));
    EXPECT_FALSE(fs::exists(directory.path() / "published/index.json"));
}

TEST_F(PublishTest, WhatAnIndexSaysOfItselfUnsignedIsNotTakenOver) {
    packed_archive("3.13.5");
    ASSERT_EQ(publish().exit, Exit::ok);
    runtimes::Index planted = stored_index();
    planted.stamp = runtimes::IndexStamp{runtimes::max_serial, {}, "https://elsewhere.example"};
    store.objects["/dir/index.json"] = to_json(planted);
    const Result published = publish({"--key", key_file()});
    ASSERT_EQ(published.exit, Exit::ok) << published.error;
    EXPECT_EQ(stored_index().stamp->serial, 1u);
    EXPECT_EQ(stored_index().stamp->source, server.url("/dir"));
}

TEST_F(PublishTest, TheBytesOfWhatIsVouchedForAreLookedAt) {
    const std::string key = key_file();
    packed_archive("3.13.5");
    ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
    std::string& stored = store.objects.at(std::string{"/dir/"} + name);
    stored[stored.size() / 2] ^= 1;
    const Result again = publish({"--key", key});
    EXPECT_EQ(again.exit, Exit::failed);
    EXPECT_THAT(again.error, HasSubstr("with other contents"));
}

TEST_F(PublishTest, APublicationWithOneKeyDoesNotDropAnothers) {
    const std::string old_key = key_file("old");
    const std::string new_key = key_file("new");
    packed_archive("3.13.5");
    ASSERT_EQ(publish({"--key", old_key, "--key", new_key}).exit, Exit::ok);
    packed_archive("3.13.6");
    const auto before = store.objects;
    const Result dropping = publish({"--key", new_key});
    EXPECT_EQ(dropping.exit, Exit::failed);
    EXPECT_THAT(dropping.error, HasSubstr(public_key_of("old")));
    EXPECT_THAT(dropping.error, HasSubstr("--retire"));
    EXPECT_EQ(store.objects, before);

    const Result both = publish({"--key", old_key, "--key", new_key});
    ASSERT_EQ(both.exit, Exit::ok) << both.error;
    EXPECT_NO_THROW(require_signed_by("old"));
    EXPECT_NO_THROW(require_signed_by("new"));

    packed_archive("3.13.7");
    const Result retired = publish({"--key", new_key, "--retire", public_key_file("old")});
    ASSERT_EQ(retired.exit, Exit::ok) << retired.error;
    EXPECT_NO_THROW(require_signed_by("new"));
    EXPECT_THROW(require_signed_by("old"), runtimes::UntrustedIndex);
}

/// The index that was and the one that comes are both signed when either is read.
TEST_F(PublishTest, AReaderNeverSeesAnIndexWithoutAValidSignature) {
    const std::string key = key_file();
    packed_archive("3.13.5");
    after_answer = [&](const Request& request) {
        if (!store.objects.contains("/dir/index.json")) return;
        EXPECT_NO_THROW(require_signed_by()) << request.method << " " << request.path;
    };
    for (const char* version : {"3.13.5", "3.13.6", "3.13.7"}) {
        packed_archive(version);
        const Result published = publish({"--key", key});
        ASSERT_EQ(published.exit, Exit::ok) << published.error;
    }
    EXPECT_EQ(stored_index().archives.size(), 3u);
}

/// Another publisher may put both between the reading of the one and of the other.
TEST_F(PublishTest, BothAreReadOnceMoreBeforeAnyoneIsAccused) {
    const std::string key = key_file();
    packed_archive("3.12.9");
    ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
    const auto first = store.objects;
    packed_archive("3.12.10");
    ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
    packed_archive("3.12.11");
    ASSERT_EQ(publish({"--key", key}).exit, Exit::ok);
    const auto last = store.objects;
    store.objects = first;
    packed_archive("3.13.5");
    bool is_first = true;
    before_answer = [&](const Request& request) {
        if (request.path != "/dir/index.json.sig" || !is_first) return;
        is_first = false;
        for (const auto& [path, contents] : last) store.objects[path] = contents;
        std::string& signatures = store.objects["/dir/index.json.sig"];
        signatures.resize(signatures.find('\n', signatures.find('\n') + 1) + 1);  // of the last one alone
    };
    const Result published = publish({"--key", key});
    EXPECT_EQ(published.exit, Exit::ok) << published.error;
    EXPECT_NO_THROW(require_signed_by());
}

TEST_F(PublishTest, ASignedIndexIsNotLeftUnsigned) {
    packed_archive("3.13.5");
    ASSERT_EQ(publish({"--key", key_file()}).exit, Exit::ok);
    packed_archive("3.13.6");
    const auto before = store.objects;
    const Result unsigned_index = publish();
    EXPECT_EQ(unsigned_index.exit, Exit::failed);
    EXPECT_THAT(unsigned_index.error, HasSubstr("Name the private key with --key"));
    EXPECT_EQ(store.objects, before);

    const std::vector<std::string> sign{
        "sign", runtimes, "--key", directory.path() / "signing.key", "--source", server.url("/dir")};
    ASSERT_EQ(run(sign).exit, Exit::ok);
    EXPECT_THAT(publish().error, HasSubstr("with a serial above the one there")) << "both are the first";
    ASSERT_EQ(run(sign).exit, Exit::ok);
    const Result same = publish();  // what is here has the signature of what will be there
    EXPECT_EQ(same.exit, Exit::ok) << same.error;
    EXPECT_EQ(store.objects.at("/dir/index.json"), base::read_file(runtimes / "index.json"));
    EXPECT_NO_THROW(require_signed_by());
}

TEST_F(PublishTest, PresignedUrlsTakeWhatIsReadElsewhere) {
    packed_archive();
    const fs::path urls = directory.path() / "urls";
    base::write_file(urls, std::string{name} + " " + server.url(std::string{"/dir/"} + name) + "?sig=1\n");
    const Result incomplete = publish({"--presigned", urls});
    EXPECT_EQ(incomplete.exit, Exit::failed);
    EXPECT_THAT(incomplete.error, HasSubstr("there is no pre-signed URL for index.json"));
    EXPECT_THAT(puts(), IsEmpty());

    base::write_file(urls,
                     base::read_file(urls) + "index.json " + server.url("/dir/index.json") + "?sig=2\n");
    const Result published = publish({"--presigned", urls});
    ASSERT_EQ(published.exit, Exit::ok) << published.error;
    EXPECT_THAT(puts(), ElementsAre(std::string{"/dir/"} + name + "?sig=1", "/dir/index.json?sig=2"));
    EXPECT_THAT(published.error, Not(HasSubstr("sig=1")));
}

TEST_F(PublishTest, ATokenAuthorises) {
    packed_archive();
    store.authorization = "Bearer abc";
    EXPECT_EQ(publish().exit, Exit::failed);
    base::write_file(directory.path() / "token", "abc\n");
    EXPECT_EQ(publish({"--token-file", directory.path() / "token"}).exit, Exit::ok);
}

TEST_F(PublishTest, RequestsToAnObjectStoreAreSigned) {
    packed_archive();
    env.set("AWS_ENDPOINT_URL", server.url());
    const Result without = publish(runtimes, "s3://bucket/dir");
    EXPECT_EQ(without.exit, Exit::failed);
    EXPECT_THAT(without.error, HasSubstr("set AWS_ACCESS_KEY_ID"));

    env.set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    env.set("AWS_SECRET_ACCESS_KEY", "the secret");
    env.set("AWS_SESSION_TOKEN", "a session");
    env.set("AWS_REGION", "eu-west-1");
    const Result published = publish(runtimes, "s3://bucket/dir");
    ASSERT_EQ(published.exit, Exit::ok) << published.error;
    EXPECT_TRUE(store.objects.contains(std::string{"/bucket/dir/"} + name));
    for (const Request& request : server.requests()) {
        EXPECT_THAT(request.headers.at("authorization"),
                    MatchesRegex("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]+/eu-west-1/s3/aws4_request, "
                                 "SignedHeaders=.*x-amz-content-sha256.*Signature=[0-9a-f]+"));
        EXPECT_EQ(request.headers.at("x-amz-content-sha256"), base::sha256(request.body).hex());
        EXPECT_EQ(request.headers.at("x-amz-security-token"), "a session");
    }
}

TEST_F(PublishTest, OnlyWhatTheIndexBesideItListsIsPublished) {
    const fs::path archive = packed_archive();
    base::write_file(archive, "damaged");
    EXPECT_THAT(publish().error, HasSubstr("while comparing"));
    base::remove_tree(runtimes / "index.json");
    EXPECT_THAT(publish(archive, server.url("/dir")).error, HasSubstr("is not in the index beside it"));
    EXPECT_THAT(puts(), IsEmpty());
}

TEST_F(PublishTest, AnIndexThatCannotBeReadIsNotReplaced) {
    packed_archive();
    store.objects["/dir/index.json"] = R"({"schema": 2, "archives": []})";
    EXPECT_EQ(publish().exit, Exit::failed);
    EXPECT_THAT(puts(), IsEmpty());
    server.on("/dir/index.json", Answer::status(403));
    EXPECT_THAT(publish().error, HasSubstr("whether there is a"));
    EXPECT_THAT(puts(), IsEmpty());
}

}  // namespace
}  // namespace adder::runtime_archive
