// The buildpack as a platform uses it: built, rebuilt and launched by the real lifecycle.

#include <adder/testing/project.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cnb = adder::test;
using testing::HasSubstr;

class HelloTest : public testing::Test {
  protected:
    cnb::Outcome build(const std::string& greeting) {
        project_.write("greeting.txt", greeting);
        return project_.build();
    }
    std::string greet(adder::base::Environment env = {}) {
        env.set("PATH", std::string{cnb::standard_path});
        return cnb::launch_in_place(
                   project_.lifecycle(),
                   {.layers = project_.layers(), .app = project_.app(), .process_type = "web", .env = env})
            .output;
    }

    cnb::Project project_{{.programs = LIFECYCLE, .run_image = cnb::RunImage::empty({})},
                          {.order = {{{HELLO_BUILDPACK}}}}};
};

TEST_F(HelloTest, GreetsWithTheAppsText) {
    const cnb::Outcome outcome = build("Hello");
    ASSERT_EQ(outcome.code, 0) << outcome.output;
    EXPECT_EQ(greet(), "Hello\n");
    EXPECT_EQ(greet({{"GREETING", "Good morning"}}), "Good morning\n");
}

TEST_F(HelloTest, ReusesItsLayerUntilTheTextChanges) {
    build("Hello");
    const std::string first = project_.image().layers_of("examples/hello").at("greeting").digest;
    EXPECT_THAT(build("Hello").output, HasSubstr("Reused from the previous image"));
    EXPECT_EQ(project_.image().layers_of("examples/hello").at("greeting").digest, first);
    EXPECT_THAT(build("Hi").output, HasSubstr("Not reusing it: the text changed from Hello to Hi"));
    EXPECT_EQ(greet(), "Hi\n");
}

TEST_F(HelloTest, IsNotForAppsWithoutGreeting) {
    project_.write("README.md", "nothing to say");
    EXPECT_EQ(project_.build().code, cnb::lifecycle_code::no_buildpack_detected);
}
