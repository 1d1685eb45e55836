#include "python/launch/static_files.hpp"

#include "python/failures/explain.hpp"
#include "python/launch/messages.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// `manage.py` names the settings and hands its arguments to Django; between the two, the settings are asked.
constexpr const char* program = R"python(
import runpy, sys
from django.core import management

report, manage = sys.argv[1:]
execute = management.execute_from_command_line


def collect(argv=None):
    import django
    from django.apps import apps
    from django.conf import settings

    django.setup()
    root = str(settings.STATIC_ROOT or "")
    outcome = "collected"
    if not apps.is_installed("django.contrib.staticfiles"):
        outcome = "no-app"
    elif not root:
        outcome = "no-root"
    else:
        execute(sys.argv)
    with open(report, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write("\0".join([outcome, root, "debug" if settings.DEBUG else ""]))


management.execute_from_command_line = collect
sys.argv = [manage, "collectstatic", "--noinput"]
runpy.run_path(manage, run_name="__main__")
)python";

bool is_below(const fs::path& path, const fs::path& directory) {
    const fs::path relative = path.lexically_normal().lexically_relative(directory.lexically_normal());
    return !relative.empty() && relative != "." && *relative.begin() != "..";
}

}  // namespace

StaticFiles parse_static_files_report(std::string_view report) {
    const std::vector<std::string_view> fields = base::split(report, '\0');
    StaticFiles files;
    if (fields.size() != 3) return files;
    if (fields[0] == "collected") files.outcome = StaticFiles::Outcome::collected;
    if (fields[0] == "no-app") files.outcome = StaticFiles::Outcome::no_app;
    if (fields[0] == "no-root") files.outcome = StaticFiles::Outcome::no_root;
    files.root = fields[1];
    files.debug = fields[2] == "debug";
    return files;
}

StaticFiles collect_static_files(const fs::path& directory, const fs::path& python,
                                 const base::Environment& env, const Services& services) {
    const base::Stopwatch watch;
    const base::TempDir scratch;
    const fs::path report = scratch.path() / "report";
    base::Command command{.program = python,
                          .args = {"-c", program, report.native(), "manage.py"},
                          .env = env,
                          .working_directory = directory};
    command.env.set("PYTHONDONTWRITEBYTECODE", "1");  // the app's directory is to stay as it is
    command.env.set("PYTHONUNBUFFERED", "1");
    command.env.set_default("LANG", "C.UTF-8");
    std::string output;
    const base::ExitStatus status = base::run(command, [&](std::string_view line) {
        const std::string shown = services.network.redaction().apply(line);
        output += shown + "\n";
        if (!base::trim(line).empty()) services.log.output(shown);
    });
    if (!status.ok()) throw explain_django_failure({"Django", status, output});
    StaticFiles files = parse_static_files_report(base::read_file_if_present(report).value_or(""));
    if (!files.root.empty()) files.root = (directory / files.root).lexically_normal();
    switch (files.outcome) {
        case StaticFiles::Outcome::no_app:
            services.log.step("None to collect: django.contrib.staticfiles is not in INSTALLED_APPS.");
            break;
        case StaticFiles::Outcome::no_root:
            services.log.step("Not collected: STATIC_ROOT is not set.");
            break;
        default:
            services.log.step("Collected in {}", watch.text());
    }
    return files;
}

std::optional<cnb::Slice> slice_of(const StaticFiles& files, const fs::path& app) {
    if (files.outcome != StaticFiles::Outcome::collected || !is_below(files.root, app)) return std::nullopt;
    std::error_code missing;
    if (!fs::is_directory(files.root, missing)) return std::nullopt;
    const std::string path = files.root.lexically_relative(app.lexically_normal()).native();
    if (path.find_first_of("*?[\\") != std::string::npos) return std::nullopt;  // it would be a pattern
    return cnb::Slice{{path}};
}

std::vector<Advice> advice_on(const StaticFiles& files, const fs::path& app, const Installed& installed) {
    std::vector<Advice> advice;
    if (files.debug) advice.push_back(messages::django_debug());
    if (files.outcome != StaticFiles::Outcome::collected) return advice;
    if (!is_below(files.root, app)) {
        advice.push_back(messages::static_root_outside(files.root.native()));
    } else if (!is_installed(installed, "whitenoise") && !is_installed(installed, "dj-static")) {
        advice.push_back(messages::static_files_not_served());
    }
    return advice;
}

}  // namespace adder::python
