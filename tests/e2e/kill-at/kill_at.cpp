// Preloaded into a program, ends it and its whole process group before the Nth call that changes directories:
//
//     ADDER_KILL_AT=rename:3   the third rename
//     ADDER_KILL_AT=remove:40  the fortieth file or directory removed
//     ADDER_KILL_AT=make:40    the fortieth directory or link made
//
// Each process counts for itself, children included.

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

std::atomic<long> calls = 0;

/// 0: none of this kind.
long wanted_call(std::string_view kind) {
    const char* setting = std::getenv("ADDER_KILL_AT");
    std::string_view text = setting ? setting : "";
    if (!text.starts_with(kind)) return 0;
    text.remove_prefix(kind.size() + 1);
    long number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void count(std::string_view kind) {
    if (const long wanted = wanted_call(kind); wanted > 0 && ++calls == wanted) ::kill(0, SIGKILL);
}

template <typename Function>
Function* next(const char* name, Function*) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int rename(const char* from, const char* to) noexcept {
    count("rename");
    return next("rename", &::rename)(from, to);
}

int unlink(const char* path) noexcept {
    count("remove");
    return next("unlink", &::unlink)(path);
}

int unlinkat(int directory, const char* path, int flags) noexcept {
    count("remove");
    return next("unlinkat", &::unlinkat)(directory, path, flags);
}

int mkdir(const char* path, mode_t mode) noexcept {
    count("make");
    return next("mkdir", &::mkdir)(path, mode);
}

int mkdirat(int directory, const char* path, mode_t mode) noexcept {
    count("make");
    return next("mkdirat", &::mkdirat)(directory, path, mode);
}

int symlinkat(const char* target, int directory, const char* path) noexcept {
    count("make");
    return next("symlinkat", &::symlinkat)(target, directory, path);
}
}
