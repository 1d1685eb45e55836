#include "python/install/bytecode.hpp"

#include "python/failures/explain.hpp"
#include "python/install/messages.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <functional>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// Compiles what a plan lists: chunks of files, each file and each chunk ended by a NUL. The first of a chunk
/// is "known" where there is bytecode already: it stays if its head says that it is of this source and for
/// this Python. Only the standard library, of every Python that is installed.
constexpr const char* compiler = R"python(
import sys
sys.path[:] = [entry for entry in sys.path if entry]  # not the current directory
import gc, importlib.util, marshal, os


def create(path):
    while True:
        try:
            return open(path, "xb")
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        except FileExistsError:
            os.unlink(path)  # that of a wheel


def remove_if_present(path):
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass


def head_of(source):
    unchecked_hash = (1).to_bytes(4, "little")  # PEP 552
    return importlib.util.MAGIC_NUMBER + unchecked_hash + importlib.util.source_hash(source)


def begins_with(path, head):
    try:
        with open(path, "rb") as file:
            return file.read(len(head)) == head
    except FileNotFoundError:
        return False


def compile_file(path, is_known):
    """As py_compile, but for its temporary files, a tenth of the time: nothing uses the layer yet."""
    with open(path, "rb") as file:
        source = file.read()
    head = head_of(source)
    bytecode_path = importlib.util.cache_from_source(path)
    if is_known and begins_with(bytecode_path, head):
        return
    try:
        code = compile(source, path, "exec", dont_inherit=True)
        bytecode = marshal.dumps(code)
    except Exception:
        if is_known:
            remove_if_present(bytecode_path)  # it is of no source of this name
        return  # a template, or for another Python: nothing imports it, or the error shows then
    with create(bytecode_path) as file:
        file.write(head + bytecode)


def in_child(files):
    """A process of its own, since what was compiled before shows in what is written (shared references)."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        for file in files[1:]:
            compile_file(file, files[0] == "known")
        status = 0
    except OSError as error:
        os.write(2, f"{error}\n".encode(errors="replace"))
    finally:
        os._exit(status)


def main(plan):
    with open(plan, encoding="utf-8", errors="surrogateescape") as file:
        waiting = [chunk.split("\0") for chunk in file.read().split("\0\0") if chunk]
    gc.freeze()
    gc.disable()
    running = failed = 0
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

constexpr std::size_t files_in_a_chunk = 64;

struct Chunk {
    bool is_known = false;
    std::vector<std::string> files;
    std::uintmax_t bytes = 0;
};

void add_chunks(const std::vector<SourceGroup>& groups, bool is_known, const fs::path& site_packages,
                std::vector<Chunk>& chunks) {
    for (const SourceGroup& group : groups) {
        for (std::size_t at = 0; at < group.files.size(); ++at) {
            if (at % files_in_a_chunk == 0) chunks.push_back({.is_known = is_known, .files = {}});
            const fs::path file = site_packages / group.files[at];
            std::error_code unreadable;
            const std::uintmax_t size = fs::file_size(file, unreadable);
            chunks.back().bytes += unreadable ? 0 : size;
            chunks.back().files.push_back(file.native());
        }
    }
}

std::string plan_of(const std::vector<Chunk>& chunks) {
    std::string plan;
    for (const Chunk& chunk : chunks) {
        plan += chunk.is_known ? "known" : "new";
        plan += '\0';
        for (const std::string& file : chunk.files) {
            plan += file;
            plan += '\0';
        }
        plan += '\0';
    }
    return plan;
}

}  // namespace

void compile_bytecode(const fs::path& interpreter, const fs::path& site_packages,
                      const std::vector<SourceGroup>& missing, const base::Environment& env,
                      const std::vector<SourceGroup>& restored) {
    std::vector<Chunk> chunks;
    add_chunks(missing, false, site_packages, chunks);
    add_chunks(restored, true, site_packages, chunks);
    if (chunks.empty()) return;
    // The largest first, so that the last ones to end are short.
    std::ranges::stable_sort(chunks, std::greater{}, &Chunk::bytes);
    const base::TempDir scratch;
    const fs::path plan = scratch.path() / "plan";
    base::write_file(plan, plan_of(chunks));
    base::Command command{.program = interpreter,
                          .args = {"-s", "-S", "-W", "ignore", "-c", compiler, plan.native()},
                          .env = env,
                          .working_directory = {}};
    for (const auto& [name, value] : env.variables()) {
        if (name.starts_with("PYTHON")) command.env.unset(name);
    }
    command.env.set("PYTHONHASHSEED", "0");  // sets among constants, before Python 3.11
    const base::Captured result = base::run_and_capture(command);
    if (!result.status.ok()) {
        if (const auto reason = explain_shortage({"Python", result.status, result.output})) throw *reason;
        throw messages::compilation_failed(base::trim(result.output), result.status.describe());
    }
}

}  // namespace adder::python
