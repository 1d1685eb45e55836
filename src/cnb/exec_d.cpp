#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/exec_d.hpp>
#include <adder/cnb/launch.hpp>
#include <adder/cnb/toml.hpp>

#include <set>
#include <stdexcept>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace adder::cnb {

namespace {

namespace fs = std::filesystem;

constexpr int output_fd = 3;

void claim_output() {
    if (::fcntl(output_fd, F_SETFD, FD_CLOEXEC) == 0) return;
    throw base::Error{
        "file descriptor 3 is not open. This program sets variables for an app and is run by the launcher of "
        "a "
        "Cloud Native Buildpacks image, which reads them there; to see them, run it with 3>&1"};
}

bool is_name(std::string_view name) {
    return !name.empty() && name.find_first_not_of(
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-") == std::string_view::npos;
}

/// Names variables, never shows values: they may be secrets.
std::string output_text(const base::Environment& variables) {
    TomlTable table;
    for (const auto& [name, value] : variables.variables()) {
        if (!is_name(name)) {
            throw base::Error{"the variable \"{}\" cannot be set: a name has letters, digits, '_' and '-'",
                              base::printable(name)};
        }
        if (!base::is_valid_utf8(value)) throw base::Error{"the value of {} is not UTF-8", name};
        if (value.find('\0') != std::string::npos) throw base::Error{"the value of {} has a NUL byte", name};
        table.emplace(name, value);
    }
    return to_toml_text(table);
}

void report(const Invocation& invocation, std::string_view text) noexcept {
    try {
        const std::string program =
            invocation.argc > 0 ? fs::path{invocation.argv[0]}.filename().native() : "exec.d";
        base::write_all(STDERR_FILENO, base::as_bytes(base::format("{}: {}\n", program, text)));
    } catch (const std::exception&) {
        // There is nowhere left to tell it; the exit code says that it failed.
    }
}

fs::path place_of(const ExecDProgram& program) {
    const auto is_file_name = [](std::string_view name) {
        return !name.empty() && !name.starts_with('.') && name.find('/') == std::string_view::npos;
    };
    if (!is_file_name(program.name)) {
        throw std::logic_error("'" + program.name + "' cannot be the name of an exec.d program");
    }
    const fs::path directory{"exec.d"};
    if (!program.process_type) return directory / program.name;
    if (!is_file_name(*program.process_type) || !is_process_type(*program.process_type)) {
        throw std::logic_error("'" + *program.process_type +
                               "' cannot be a process type of an exec.d program");
    }
    return directory / *program.process_type / program.name;
}

/// Two programs in one place, or one where the directory of a process type must be.
void check_places(const std::vector<ExecDProgram>& programs) {
    std::set<fs::path> places;
    for (const ExecDProgram& program : programs) {
        if (!places.insert(place_of(program)).second) {
            throw std::logic_error("two exec.d programs are named '" + program.name + "'");
        }
    }
    for (const fs::path& place : places) {
        if (places.contains(place.parent_path())) {
            throw std::logic_error("an exec.d program is named like the process type of another: " +
                                   place.parent_path().native());
        }
    }
}

void check_program(const ExecDProgram& program) {
    std::error_code code;
    const fs::file_status status = fs::status(program.program, code);
    if (!fs::exists(status)) {
        throw base::Error{"the exec.d program {} is missing: there is no {}", program.name, program.program};
    }
    if (!fs::is_regular_file(status) || fs::file_size(program.program, code) == 0) {
        throw base::Error{"the exec.d program {} cannot be run: {} is not a file or is empty", program.name,
                          program.program};
    }
}

void install(const ExecDProgram& program, const fs::path& place) {
    base::make_directories(place.parent_path());
    base::FileSink sink{place};
    base::copy_file_into(program.program, sink);
    sink.finish();
    std::error_code code;
    fs::permissions(place, fs::perms{0755}, code);
    if (code) throw base::SystemError{code.value(), "cannot make {} executable", place};
}

}  // namespace

int exec_d_main(const Invocation& invocation, const ExecDFunction& variables) {
    try {
        claim_output();
        const std::string text = output_text(variables(base::Environment::from(invocation.envp)));
        base::write_all(output_fd, base::as_bytes(text));
        return static_cast<int>(ExitCode::success);
    } catch (const base::UserError& error) {
        report(invocation, error.title() + "\n" + error.body());
    } catch (const base::Error& error) {
        report(invocation, error.full_text());
    } catch (const std::exception& error) {
        report(invocation, base::format("{} (a fault in the buildpack that made this image)", error.what()));
    }
    return static_cast<int>(ExitCode::error);
}

void install_exec_d(const std::vector<ExecDProgram>& programs, const fs::path& layer_directory) {
    check_places(programs);
    for (const ExecDProgram& program : programs) check_program(program);
    for (const ExecDProgram& program : programs) install(program, layer_directory / place_of(program));
}

}  // namespace adder::cnb
