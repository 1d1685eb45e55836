// What a program needs that is linked with no library at all, not even C's: its first instructions, a few
// system calls, and functions that compilers take for granted. The smallest static program with glibc has 700
// kB, which every image would carry; this one has a few.

#include <cstddef>

#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

long system_call(long number, long first = 0, long second = 0, long third = 0, long fourth = 0) {
#if defined(__x86_64__)
    long result = 0;
    register long r10 asm("r10") = fourth;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(first), "S"(second), "d"(third), "r"(r10)
                 : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 asm("x8") = number;
    register long x0 asm("x0") = first;
    register long x1 asm("x1") = second;
    register long x2 asm("x2") = third;
    register long x3 asm("x3") = fourth;
    asm volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
#else
#error "this program is linked with libc on other architectures"
#endif
}

long address(const void* pointer) { return reinterpret_cast<long>(pointer); }

}  // namespace

// The kernel puts the arguments on the stack: their number, the arguments, a null, the environment, a null.
#if defined(__x86_64__)
asm(".globl _start\n_start:\n  xor %ebp, %ebp\n  mov %rsp, %rdi\n  and $-16, %rsp\n  call adder_start\n  "
    "hlt\n");
#elif defined(__aarch64__)
asm(".globl _start\n_start:\n  mov x29, #0\n  mov x30, #0\n  mov x0, sp\n  and sp, x0, #-16\n  bl "
    "adder_start\n");
#endif

extern "C" {

int adder_main(int argc, char** argv, char** environment);

[[noreturn]] void adder_start(long* stack) {
    const long argc = stack[0];
    char** argv = reinterpret_cast<char**>(stack + 1);
    const int code = adder_main(static_cast<int>(argc), argv, argv + argc + 1);
    for (;;) system_call(SYS_exit_group, code);
}

int open(const char* file, int flags, ...) {
    return static_cast<int>(system_call(SYS_openat, AT_FDCWD, address(file), flags));
}

ssize_t read(int fd, void* buffer, std::size_t size) {
    return system_call(SYS_read, fd, address(buffer), static_cast<long>(size));
}

ssize_t write(int fd, const void* buffer, std::size_t size) {
    return system_call(SYS_write, fd, address(buffer), static_cast<long>(size));
}

int close(int fd) { return static_cast<int>(system_call(SYS_close, fd)); }

int sched_getaffinity(pid_t process, std::size_t size, cpu_set_t* mask) noexcept {
    return static_cast<int>(
        system_call(SYS_sched_getaffinity, process, static_cast<long>(size), address(mask)));
}

void* memset(void* to, int value, std::size_t size) noexcept {
    for (std::size_t i = 0; i < size; ++i) static_cast<char*>(to)[i] = static_cast<char>(value);
    return to;
}

void* memcpy(void* __restrict to, const void* __restrict from, std::size_t size) noexcept {
    for (std::size_t i = 0; i < size; ++i) static_cast<char*>(to)[i] = static_cast<const char*>(from)[i];
    return to;
}

void* memmove(void* to, const void* from, std::size_t size) noexcept {
    if (to <= from) return memcpy(to, from, size);
    for (std::size_t i = size; i > 0; --i)
        static_cast<char*>(to)[i - 1] = static_cast<const char*>(from)[i - 1];
    return to;
}

int memcmp(const void* a, const void* b, std::size_t size) noexcept {
    for (std::size_t i = 0; i < size; ++i) {
        const int difference =
            static_cast<const unsigned char*>(a)[i] - static_cast<const unsigned char*>(b)[i];
        if (difference != 0) return difference;
    }
    return 0;
}

void* memchr(const void* text, int character, std::size_t size) noexcept {
    for (std::size_t i = 0; i < size; ++i) {
        const char* at = static_cast<const char*>(text) + i;
        if (*at == static_cast<char>(character)) return const_cast<char*>(at);
    }
    return nullptr;
}

std::size_t strlen(const char* text) noexcept {
    std::size_t size = 0;
    while (text[size] != '\0') ++size;
    return size;
}
}
