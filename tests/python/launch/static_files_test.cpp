#include "python/launch/static_files.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Outcome = StaticFiles::Outcome;

StaticFiles collected(const fs::path& root) { return {.outcome = Outcome::collected, .root = root}; }

TEST(StaticFilesReportTest, IsRead) {
    using namespace std::string_view_literals;
    EXPECT_EQ(parse_static_files_report("collected\0/app/static\0"sv), collected("/app/static"));
    EXPECT_EQ(parse_static_files_report("no-root\0\0debug"sv),
              (StaticFiles{.outcome = Outcome::no_root, .root = {}, .debug = true}));
    EXPECT_EQ(parse_static_files_report("no-app\0\0"sv).outcome, Outcome::no_app);
    EXPECT_EQ(parse_static_files_report("").outcome, Outcome::not_asked);
}

TEST(StaticFilesSliceTest, IsWhatIsCollectedInTheApp) {
    const base::TempDir app;
    base::make_directories(app.path() / "site/staticfiles");
    EXPECT_THAT(slice_of(collected(app.path() / "site/staticfiles"), app.path())->paths,
                ElementsAre("site/staticfiles"));
    EXPECT_FALSE(slice_of(collected(app.path() / "absent"), app.path()));
    EXPECT_FALSE(slice_of(collected(app.path()), app.path()));
    EXPECT_FALSE(slice_of(collected("/elsewhere"), app.path()));
    EXPECT_FALSE(slice_of({.outcome = Outcome::no_root}, app.path()));
}

std::vector<std::string> titles(const StaticFiles& files, const Installed& installed) {
    std::vector<std::string> all;
    for (const Advice& advice : advice_on(files, "/app", installed)) all.push_back(advice.title);
    return all;
}

TEST(StaticFilesAdviceTest, WhatHurtsInProduction) {
    EXPECT_THAT(titles(collected("/app/static"), {"django", "whitenoise"}), IsEmpty());
    EXPECT_THAT(titles(collected("/app/static"), {"django"}),
                ElementsAre("Static files are collected, and the app does not serve them."));
    EXPECT_THAT(titles(collected("/srv/static"), {"whitenoise"}),
                ElementsAre("Static files are collected outside of the app's directory."));
    EXPECT_THAT(titles({.outcome = Outcome::no_root, .root = {}, .debug = true}, {}),
                ElementsAre("Django's settings have DEBUG = True."));
}

}  // namespace
}  // namespace adder::python
