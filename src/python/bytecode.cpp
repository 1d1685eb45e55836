#include "messages.hpp"

#include <adder/base/process.hpp>
#include <adder/base/text.hpp>
#include <adder/python/bytecode.hpp>

namespace adder::python {

namespace {

/// Only the standard library, of every Python that is installed.
constexpr const char* compiler = R"python(
import sys
sys.path[:] = [entry for entry in sys.path if entry]  # not the current directory
import gc, os, py_compile

FILES_IN_A_CHUNK = 64


def sources(path):
    """Below a directory, in an order of their own; packages' own tests are left out."""
    for directory, names, files in os.walk(path):
        names[:] = sorted(name for name in names if name not in ("tests", "__pycache__"))
        yield from (os.path.join(directory, name) for name in sorted(files) if name.endswith(".py"))


def chunks(root):
    """Lists of files, the largest first. A chunk never mixes packages: what is made of one depends on it alone."""
    found = []
    for name in sorted(os.listdir(root)):
        path = os.path.join(root, name)
        files = list(sources(path)) if os.path.isdir(path) else [path] if name.endswith(".py") else []
        found += [files[start:start + FILES_IN_A_CHUNK] for start in range(0, len(files), FILES_IN_A_CHUNK)]
    return sorted(found, key=lambda files: (-sum(map(os.path.getsize, files)), files))


def compile_all(files):
    for file in files:
        try:
            py_compile.compile(file, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
        except OSError:
            raise
        except Exception:
            pass  # a template, or for another Python: nothing imports it, or the error shows then


def in_child(files):
    """A process of its own, since what was compiled before shows in what is written (shared references)."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        compile_all(files)
        status = 0
    except OSError as error:
        os.write(2, f"{error}\n".encode(errors="replace"))
    finally:
        os._exit(status)


def main(root):
    gc.freeze()
    gc.disable()
    running = failed = 0
    waiting = chunks(root)
    cores = len(os.sched_getaffinity(0))
    while waiting or running:
        if waiting and running < cores and not failed:
            in_child(waiting.pop(0))
            running += 1
        elif running:
            failed |= os.wait()[1]
            running -= 1
        else:
            break
    sys.exit(1 if failed else 0)


main(sys.argv[1])
)python";

}  // namespace

void compile_bytecode(const std::filesystem::path& interpreter, const std::filesystem::path& site_packages,
                      const base::Environment& env) {
    base::Command command{.program = interpreter,
                          .args = {"-s", "-S", "-W", "ignore", "-c", compiler, site_packages.native()},
                          .env = env,
                          .working_directory = {}};
    for (const auto& [name, value] : env.variables()) {
        if (name.starts_with("PYTHON")) command.env.unset(name);
    }
    command.env.set("PYTHONHASHSEED", "0");  // sets among constants, before Python 3.11
    const base::Captured result = base::run_and_capture(command);
    if (!result.status.ok()) {
        throw messages::compilation_failed(base::trim(result.output), result.status.describe());
    }
}

}  // namespace adder::python
