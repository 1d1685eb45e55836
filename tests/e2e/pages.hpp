#pragma once

#include "fixture_app.hpp"

#include <adder/testing/work_directory.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::test {

/// A block of code in a page of docs/.
struct Block {
    std::string language;  ///< what stands after the fence; empty for one that is indented
    std::string text;
};

/// The page's blocks of code, from top to bottom.
std::vector<Block> blocks_of(const std::filesystem::path& page);

/// Somebody who does what a page says, from top to bottom, in a directory of their own: types the blocks of
/// `sh` and compares what stands in those of `text` with what came of it.
///
/// `pack build` is a build by the real lifecycle, of the directory that it names, with its variables. `docker
/// run` is the image's default process: run to its end, or with `--publish` asked for its page and stopped.
/// The rest is the shell's.
class Reader {
  public:
    /// With the tools that people have for a package manager, in the version that the buildpack pins: "uv",
    /// or a file of tools/ ("poetry-2"), which comes with uv.
    explicit Reader(const std::vector<std::string>& tools);

    /// Leaves the choice of a Python to the app's files. The tests have but some.
    void name_no_python() { app_.set("BP_PYTHON_VERSION", ""); }

    /// Reads on to the page's end. Expects every block of text to be what the latest build or run said: each
    /// of its lines, in this order, where `…` is anything.
    void follow(const std::filesystem::path& page);

  private:
    void type(const std::string& commands);
    void compare(const std::string& text);
    void build(const std::vector<std::string>& words);
    void start(const std::vector<std::string>& words);
    std::string shell(const std::string& script) const;

    WorkDirectory directory_;
    std::filesystem::path here_ = directory_.path() / "here";
    FixtureApp app_;
    std::string said_;
    bool is_built_ = false;  ///< what was typed
};

}  // namespace adder::test
