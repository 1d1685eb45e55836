#include "python/dependencies/managers.hpp"

#include "python/app/app.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

/// `detect` loads nothing of this room, and has a list of its own.
TEST(ManagersTest, DetectKnowsTheirFiles) {
    for (const ManagerRules* manager : all_managers()) {
        for (const std::string_view file : manager->files) {
            if (file.empty()) continue;
            App app;
            app.names.insert(std::string{file});
            EXPECT_EQ(first_python_file(app), file) << manager->name;
        }
    }
}

}  // namespace
}  // namespace adder::python
