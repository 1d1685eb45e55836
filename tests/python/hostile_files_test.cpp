// Every file of an app that Adder reads, in everything's place that an app can bring along: pipes, devices,
// links that lead out of the app or to themselves, directories, and more than anybody has. Whatever it is,
// detection goes on, and the build reads it or refuses it with one message, soon and without much memory.

#include "python/app/project_directory.hpp"
#include "python/app/project_files.hpp"
#include "python/catalogue.hpp"
#include "python/dependencies/identify.hpp"
#include "python/dependencies/pip_settings.hpp"
#include "python/detect.hpp"
#include "python/launch/choose_processes.hpp"
#include "python/launch/django.hpp"
#include "python/launch/process_for_tests.hpp"
#include "python/launch/procfile.hpp"
#include "python/versions/version_sources.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/descriptor.hpp>
#include <adder/testing/fake_platform.hpp>

#include <functional>
#include <map>
#include <ostream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/cpu_time.hpp>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

using Files = std::map<std::string, std::string>;

/// A file that is read in an app of others.
struct Input {
    const char* name;
    Files others = {};
};

std::string repeated(std::string_view part, std::size_t count) {
    std::string text;
    text.reserve(part.size() * count);
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
}

const std::string project = "[project]\nname = \"shop\"\nversion = \"1\"\n";
const std::string poetry = "[tool.poetry]\nname = \"shop\"\n";
const std::string manage =
    "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\nimport django\n";

const std::vector<Input> inputs{
    {"Procfile"},
    {"runtime.txt"},
    {".python-version"},
    {"requirements.txt"},
    {"base.txt", {{"requirements.txt", "-r base.txt\n"}}},
    {"limits.txt", {{"requirements.txt", "-c limits.txt\n"}}},
    {"local/setup.py", {{"requirements.txt", "-e ./local\n"}}},
    {"local/setup.cfg", {{"requirements.txt", "-e ./local\n"}}},
    {"local/pyproject.toml", {{"requirements.txt", "-e ./local\n"}}},
    {"local", {{"requirements.txt", "./local\n"}}},
    {"local/code.py", {{"requirements.txt", "./local\n"}}},
    {"local.whl", {{"requirements.txt", "./local.whl\n"}}},
    {"vendor/six-1-py3-none-any.whl", {{"requirements.txt", "six\n"}}},
    {"vendor", {{"requirements.txt", "six\n"}}},
    {"uv.toml", {{"requirements.txt", "six\n"}}},
    {"pip.conf", {{"requirements.txt", "six\n"}}},
    {"pyproject.toml"},
    {"setup.py", {{"pyproject.toml", project}}},
    {"setup.cfg", {{"pyproject.toml", project}}},
    {"uv.lock", {{"pyproject.toml", project}}},
    {"poetry.lock", {{"pyproject.toml", poetry}}},
    {"poetry.toml", {{"pyproject.toml", poetry}, {"poetry.lock", ""}}},
    {"pdm.lock", {{"pyproject.toml", project}}},
    {"pdm.toml", {{"pyproject.toml", project}, {"pdm.lock", ""}}},
    {"Pipfile"},
    {"Pipfile.lock", {{"Pipfile", ""}}},
    {"pylock.toml"},
    {"pylock.dev.toml"},
    {"environment.yml"},
    {"pixi.toml"},
    {"manage.py"},
    {"site/settings.py", {{"manage.py", manage}}},
    {"site/base.py", {{"manage.py", manage}, {"site/settings.py", "from .base import *\n"}}},
    {"site/wsgi.py", {{"manage.py", manage}}},
    {"app.py"},
    {"main.py", {{"app.py", "from main import app\n"}}},
    {"shop/__init__.py", {{"requirements.txt", "flask\n"}}},
    {"src/shop/app.py", {{"requirements.txt", "flask\n"}}},
};

struct Fault {
    const char* name;
    std::function<void(const fs::path&)> put;
    bool is_text = false;
};

Fault link(const char* name, const fs::path& to) {
    return {name, [to](const fs::path& file) { fs::create_symlink(to, file); }};
}

Fault text(const char* name, const std::function<std::string()>& text) {
    return {name, [text](const fs::path& file) { base::write_file(file, text()); }, true};
}

constexpr std::size_t million = 1'000'000;

const std::vector<Fault> faults{
    {"pipe", [](const fs::path& file) { ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0); }},
    {"directory", [](const fs::path& file) { base::make_directories(file); }},
    {"100 MB",
     [](const fs::path& file) {
         base::write_file(file, "");
         fs::resize_file(file, 100 * million);
     }},
    link("/dev/zero", "/dev/zero"),
    link("/proc/kmsg", "/proc/kmsg"),
    link("output", "/proc/self/fd/1"),
    link("root", "/"),
    {"itself", [](const fs::path& file) { fs::create_symlink(file.filename(), file); }},
    {"secret", [](const fs::path& file) { fs::create_symlink("../secret", file); }},
    {"secret from the root",
     [](const fs::path& file) {
         fs::path root = file;
         while (root.filename() != "app") root = root.parent_path();
         fs::create_symlink(root.parent_path() / "secret", file);
     }},
    text("brackets", [] { return repeated("[", million); }),
    text("brackets of a key", [] { return "a = " + repeated("[", million); }),
    text("pairs of brackets", [] { return repeated("[]", million); }),
    text("braces", [] { return repeated("{\"a\":", million); }),
    text("parentheses", [] { return repeated("(", million); }),
    text("quotes", [] { return repeated("\"", million); }),
    text("lines", [] { return repeated("x\n", million); }),
    text("empty lines", [] { return repeated("\n", 4 * million); }),
    text("one line", [] { return repeated("x", 4 * million); }),
    text("joined lines", [] { return repeated("x\\\n", million); }),
    text("assignments",
         [] {
             std::string lines;
             for (std::size_t i = 0; i < 150'000; ++i) lines += "x" + std::to_string(i) + " = a()\n";
             return lines;
         }),
    text("values",
         [] {
             std::string lines;
             for (std::size_t i = 0; i < 400'000; ++i) lines += "x" + std::to_string(i) + " = 1\n";
             return lines;
         }),
    text("imports", [] { return repeated("from .settings import *\nfrom app import *\n", 90'000); }),
    text("includes",
         [] {
             std::string lines;
             for (std::size_t i = 0; i < 100'000; ++i) lines += "-c ./x" + std::to_string(i) + ".txt\n";
             return lines;
         }),
    text("directories",
         [] {
             std::string lines;
             for (std::size_t i = 0; i < 100'000; ++i) lines += "-e ./x" + std::to_string(i) + "\n";
             return lines;
         }),
    text("zeros", [] { return std::string(million, '\0'); }),
};

const Catalogue& catalogue() {
    static const Catalogue read = cnb::Descriptor::read(ADDER_SOURCE_DIR).metadata_as<Catalogue>();
    return read;
}

/// All that a build does with an app's files before and after tools run.
void read_everything(const fs::path& directory) {
    const base::Environment variables{{"PIP_CONFIG_FILE", "pip.conf"}};
    const App app = with_project_files(App::scan(project_directory(directory, variables)));
    const base::Environment env = with_pip_configuration(variables, app);
    Settings settings = Settings::from(env);
    const Project identified = identify_project(app, settings);
    (void)advice_on_files(app, identified);
    (void)identified.fingerprint();
    const auto procfile = app.procfile ? std::optional{parse_procfile(*app.procfile)} : std::nullopt;
    (void)requested_python(app, settings, catalogue().releases, {}, std::chrono::year{2026} / 11 / 28);
    const SourceTree sources{app};
    (void)find_static_project(sources, settings, env);
    for (const Installed& installed : {Installed{"django", "gunicorn"}, Installed{"flask", "gunicorn"}})
        (void)choose_processes({app, identified, settings, procfile, installed, sources});
    settings.for_tests = true;
    if (app.has("pylock.dev.toml")) (void)identify_project(app, settings);
}

struct Outcome {
    std::string said;  ///< "fine", or the message
    bool ended = false;
    double seconds = 0;
    long memory = 0;  ///< kB
};

/// In a process of its own, which is ended if it hangs.
Outcome outcome_of(const std::function<std::string()>& work) {
    int ends[2];
    if (::pipe(ends) != 0) throw base::SystemError{errno, "no pipe"};
    base::UniqueFd reading{ends[0]};
    base::UniqueFd writing{ends[1]};
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(60);
        base::write_all(writing.get(), base::as_bytes(std::string_view{work()}));
        ::_exit(0);
    }
    writing.reset();
    Outcome outcome;
    outcome.said = base::read_open_file(reading.get(), "the pipe", std::size_t{1} << 20);
    int status = 0;
    struct rusage usage{};
    ::wait4(child, &status, 0, &usage);
    outcome.ended = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    outcome.seconds = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                      static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    outcome.memory = usage.ru_maxrss;
    return outcome;
}

std::string said_of(const fs::path& directory) {
    try {
        read_everything(directory);
        return "fine";
    } catch (const base::UserError& error) {
        return error.title() + "\n\n" + error.body();
    } catch (const std::exception& error) {
        return std::string{"not for people: "} + error.what();
    }
}

class HostileFilesTest : public testing::TestWithParam<Input> {
  protected:
    void SetUp() override {
        base::write_file(parent_.path() / "secret", "hunter2\n");
        base::make_directories(app_);
        for (const auto& [name, text] : GetParam().others) write(name, text);
        base::make_directories((app_ / GetParam().name).parent_path());
    }
    void write(const std::string& name, const std::string& text) const {
        base::make_directories((app_ / name).parent_path());
        base::write_file(app_ / name, text);
    }

    base::TempDir parent_;
    fs::path app_ = parent_.path() / "app";
};

TEST_P(HostileFilesTest, AreReadOrRefusedSoon) {
    (void)catalogue();
    const long before = outcome_of([] { return std::string{}; }).memory;
    for (const Fault& fault : faults) {
        SCOPED_TRACE(testing::Message() << GetParam().name << ": " << fault.name);
        const fs::path file = app_ / GetParam().name;
        base::remove_tree(file);
        fault.put(file);
        const Outcome outcome = outcome_of([this] { return said_of(app_); });
        EXPECT_TRUE(outcome.ended) << "hangs, or crashed";
        EXPECT_THAT(outcome.said, Not(HasSubstr("not for people")));
        EXPECT_THAT(outcome.said, Not(HasSubstr("hunter2")));
        EXPECT_LT(outcome.said.size(), 2000u) << outcome.said;
        EXPECT_LT(outcome.seconds, test::linear_time) << outcome.said;
        EXPECT_LT(outcome.memory - before, 100 * 1024) << outcome.said;
    }
}

INSTANTIATE_TEST_SUITE_P(, HostileFilesTest, testing::ValuesIn(inputs), [](const auto& test) {
    std::string name{test.param.name};
    std::ranges::replace_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
});

/// Detection looks at names: it never fails, and never waits.
TEST(HostileFilesInDetectionTest, DoNotMatter) {
    for (const Fault& fault : faults) {
        if (fault.is_text) continue;
        test::FakePlatform platform;
        for (const Input& input : inputs) {
            const fs::path file = platform.app() / input.name;
            if (file.parent_path() == platform.app()) fault.put(file);
        }
        const Outcome outcome = outcome_of([&] {
            const bool passes = std::holds_alternative<cnb::Pass>(platform.detect(detect));
            return std::string{passes ? "passes" : "not for us"};
        });
        // A directory or what looks like one is not a file that marks an app.
        EXPECT_TRUE(outcome.said == "passes" || outcome.said == "not for us") << fault.name;
        EXPECT_LT(outcome.seconds, test::linear_time) << fault.name;
    }
}

}  // namespace
}  // namespace adder::python
