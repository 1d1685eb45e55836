#include "python/runtime/runtime_bill.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::Pair;
using Note = std::pair<std::string, std::string>;

const base::Sha256Digest digest = base::Sha256Digest::parse(std::string(64, 'a'));

Runtime runtime(PythonVersion version = {3, 13, 5}) {
    return {.version = version,
            .build = 2,
            .target = {"linux", "amd64", {}, "debian", "12"},
            .url = fetch::Url::parse("https://u:s@r.example/python-3.13.5.tar.zst?sig=s"),
            .digest = digest};
}

class RuntimeBillTest : public testing::Test {
  protected:
    BillOfMaterials bill(const Runtime& runtime) const {
        return runtime_bill(runtime, digest, directory_.path(), {"Adder", "0.1.0"});
    }
    Component python(const Runtime& runtime) const { return bill(runtime).components.at(0); }

    base::TempDir directory_;
};

TEST_F(RuntimeBillTest, NamesPythonAndItsArchive) {
    const BillOfMaterials made = bill(runtime());
    EXPECT_EQ(made.subject, "python");
    ASSERT_EQ(made.components.size(), 1u);
    const Component& python = made.components[0];
    EXPECT_EQ(python.kind, Component::Kind::interpreter);
    EXPECT_EQ(python.purl, "pkg:generic/python@3.13.5");
    EXPECT_EQ(python.cpe, "cpe:2.3:a:python:python:3.13.5:*:*:*:*:*:*:*");
    EXPECT_EQ(python.artefact->sha256, digest.hex());
    EXPECT_EQ(python.artefact->url, "https://r.example/python-3.13.5.tar.zst?sig=***");
    EXPECT_THAT(python.notes,
                IsSupersetOf({Note("archive", "python-3.13.5.tar.zst"), Note("archive sha256", digest.hex()),
                              Note("target", "linux/amd64 · debian 12"), Note("build", "2")}));
}

TEST_F(RuntimeBillTest, APreReleaseIsAnUpdateInACpe) {
    EXPECT_EQ(python(runtime(*PythonVersion::parse("3.15.0rc1"))).cpe,
              "cpe:2.3:a:python:python:3.15.0:rc1:*:*:*:*:*:*");
}

TEST_F(RuntimeBillTest, TellsWhatTheIndexTells) {
    Runtime listed = runtime();
    listed.entry = runtimes::IndexEntry{.id = {},
                                        .file = "python-3.13.5.tar.zst",
                                        .sha256 = digest,
                                        .build_flags = {"lto", "pgo"},
                                        .source = runtimes::Source{.name = "Python-3.13.5.tar.xz",
                                                                   .url = "https://www.python.org/x.tar.xz",
                                                                   .sha256 = digest},
                                        .date = "2026-01-31"};
    const Component python = this->python(listed);
    EXPECT_EQ(python.source, (Artefact{"https://www.python.org/x.tar.xz", digest.hex()}));
    EXPECT_THAT(python.notes,
                IsSupersetOf({Note("source", "Python-3.13.5.tar.xz"), Note("build flags", "lto, pgo"),
                              Note("built on", "2026-01-31")}));
    listed.entry->source->url = std::nullopt;
    EXPECT_THAT(this->python(listed).notes, Contains(Pair("source sha256", digest.hex())));
}

TEST_F(RuntimeBillTest, NamesTheWheelsOfEnsurepipAndDistributionsThatCameWithIt) {
    const auto library = directory_.path() / "lib/python3.13";
    base::make_directories(library / "ensurepip/_bundled");
    base::make_directories(library / "site-packages/setuptools-80.0.dist-info");
    base::write_file(library / "ensurepip/_bundled/pip-25.1.1-py3-none-any.whl", "wheel");
    base::write_file(library / "ensurepip/_bundled/README", "");
    const BillOfMaterials made = bill(runtime());
    std::vector<std::string> purls;
    for (const Component& component : made.components) purls.push_back(component.purl);
    EXPECT_THAT(purls, testing::UnorderedElementsAre("pkg:generic/python@3.13.5", "pkg:pypi/pip@25.1.1",
                                                     "pkg:pypi/setuptools@80.0"));
    EXPECT_EQ(made.components.back().artefact->sha256, base::sha256("wheel").hex());
    EXPECT_EQ(made.components.back().found_in,
              "lib/python3.13/ensurepip/_bundled/pip-25.1.1-py3-none-any.whl");
}

}  // namespace
}  // namespace adder::python
