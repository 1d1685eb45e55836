#pragma once

#include <adder/base/environment.hpp>
#include <adder/base/process.hpp>
#include <adder/testing/image.hpp>
#include <adder/testing/lifecycle.hpp>
#include <adder/testing/registry.hpp>
#include <adder/testing/rootfs.hpp>
#include <adder/testing/work_directory.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::test {

/// A buildpack in a group: the directory that holds its buildpack.toml.
struct GroupMember {
    std::filesystem::path buildpack;
    bool optional = false;
};
using Group = std::vector<GroupMember>;

enum class Procedure {
    creator,      ///< the whole build in one process, as the caller
    five_phases,  ///< analyzer, detector, restorer, builder, exporter, as `PlatformSetup::user`; needs root
};

/// How a platform builds an app.
struct PlatformSetup {
    std::vector<Group> order;  ///< tried in this order
    /// Buildpacks that are available too: those that the order of a composite buildpack names.
    std::vector<std::filesystem::path> more_buildpacks = {};
    std::string api = "0.14";  ///< the Platform API's version
    /// CNB_EXEC_ENV; the lifecycle's default is "production".
    std::optional<std::string> execution_environment = {};
    std::string log_level = "info";
    Procedure procedure = Procedure::creator;
    unsigned user = 1000;  ///< who runs the five phases; the number is the group's, too
    /// Where images go, which must outlive the project; none: to an OCI layout on disk, which takes
    /// Platform API 0.12.
    const Registry* registry = nullptr;
};

/// An app, and what a platform keeps for it from build to build: its image, its cache, its variables.
///
///     Project project{lifecycle, {.order = {{{"build/buildpack"}}}}};
///     project.write("hello.txt", "hello\n");
///     const Outcome build = project.build();
///     ASSERT_EQ(build.code, 0) << build.output;
///     EXPECT_EQ(project.rootfs().run({"cat", "hello.txt"}), "hello\n");
class Project {
  public:
    Project(Lifecycle lifecycle, PlatformSetup setup);

    /// May be changed between builds.
    PlatformSetup& setup() { return setup_; }
    const Lifecycle& lifecycle() const { return lifecycle_; }

    /// The app as its author has it. Builds get a copy.
    std::filesystem::path source() const { return directory_.path() / "source"; }
    /// A file of the app, and the directories on the way to it.
    void write(const std::filesystem::path& file, std::string_view text) const;
    void remove(const std::filesystem::path& file) const;
    /// A variable of the build, as `pack build --env` gives it.
    void set(std::string_view variable, std::string value) { env_.set(variable, std::move(value)); }

    /// A service binding of the build: its entries, `type` among them.
    void bind(const std::string& name, std::map<std::string, std::string> entries) {
        bindings_.insert_or_assign(name, std::move(entries));
    }
    void unbind(const std::string& name) { bindings_.erase(name); }

    /// Builds in layers and app directories that are new every time. Of the five phases the output of all
    /// that ran is in the outcome, with the exit code of the last.
    Outcome build();

    /// The latest build's. Throws `base::Error` if there is none.
    Image image() const;
    /// The image, unpacked.
    Rootfs rootfs() const { return Rootfs{image(), lifecycle_}; }

    void forget_cache() const;
    void forget_image() const;

    /// The latest build's directories, as it left them.
    std::filesystem::path app() const { return directory_.path() / "app"; }
    std::filesystem::path layers() const { return directory_.path() / "layers"; }
    std::filesystem::path cache() const { return directory_.path() / "cache"; }
    std::filesystem::path platform() const { return directory_.path() / "platform"; }
    /// Where the image is, unless it goes to a registry.
    std::filesystem::path image_layout() const;

    // For tests of single phases.

    /// Makes the directories that a build starts with.
    void prepare();
    /// One of the lifecycle's programs with its arguments, as the caller.
    base::Command command(std::string_view program) const;
    /// The same as `PlatformSetup::user`.
    base::Command as_user(base::Command command) const;

  private:
    std::filesystem::path layout_directory() const { return directory_.path() / "images"; }
    std::string reference() const;
    std::string argument(std::string_view flag) const;
    std::filesystem::path programs() const;
    void install_programs() const;
    void install_buildpacks() const;
    void install_run_image() const;
    void give_to_user() const;

    Lifecycle lifecycle_;
    PlatformSetup setup_;
    WorkDirectory directory_;
    base::Environment env_;
    std::map<std::string, std::map<std::string, std::string>> bindings_;
};

}  // namespace adder::test
