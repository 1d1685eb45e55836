#include "launch/variables.hpp"

#include <algorithm>

namespace adder::launch {

namespace {

constexpr std::uint64_t memory_per_worker = 256u << 20;
constexpr std::uint64_t most_shared_cpus = 4;

std::string_view find(const char* const* environment, std::string_view name) {
    for (; *environment; ++environment) {
        const std::string_view entry{*environment};
        if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
            return {entry.data() + name.size() + 1, entry.size() - name.size() - 1};
    }
    return {};
}

std::uint64_t rounded_up(std::uint64_t thousandths) { return (thousandths + 999) / 1000; }

/// Thousandths of the CPUs that the app may count on.
std::uint64_t cpus_of(const Limits& limits) {
    const std::uint64_t visible = limits.visible_cpus;
    return limits.cpu_quota ? std::min(*limits.cpu_quota, visible * 1000)
                            : std::min(visible, most_shared_cpus) * 1000;
}

/// Collects variables, but for those that are set.
class Collector {
  public:
    explicit Collector(const char* const* environment) : environment_{environment} {}

    bool is_set(std::string_view name) const { return !find(environment_, name).empty(); }
    template <typename Value>
    void set(std::string_view name, const Value& value) {
        if (is_set(name)) return;
        Variable& variable = variables.items[variables.count++];
        variable.name = name;
        variable.value.append(value);
    }

    Variables variables;

  private:
    const char* const* environment_;
};

/// Servers that take the address to listen on from variables. gunicorn reads PORT itself.
void set_addresses(Collector& collector, std::string_view port) {
    constexpr std::string_view everywhere = "0.0.0.0";
    for (const std::string_view name : {"UVICORN_HOST", "GRANIAN_HOST", "STREAMLIT_SERVER_ADDRESS",
                                        "GRADIO_SERVER_NAME", "LITESTAR_HOST", "CHAINLIT_HOST"})
        collector.set(name, everywhere);
    for (const std::string_view name : {"UVICORN_PORT", "GRANIAN_PORT", "STREAMLIT_SERVER_PORT",
                                        "GRADIO_SERVER_PORT", "LITESTAR_PORT", "CHAINLIT_PORT"})
        collector.set(name, port);
    collector.set("STREAMLIT_SERVER_HEADLESS",
                  "true");  // it would open a browser, and ask for an address of mail
}

/// What programs take the number of CPUs from, who do not see a quota: they start a thread for each CPU of
/// the machine, and then wait for each other.
void set_threads(Collector& collector, const Limits& limits) {
    const std::uint64_t cpus = rounded_up(cpus_of(limits));
    if (limits.cpu_quota && cpus < limits.visible_cpus) {
        collector.set("PYTHON_CPU_COUNT", cpus);
        collector.set("OMP_NUM_THREADS", cpus);
    }
    // glibc keeps up to eight heaps for each CPU of the machine, and gives little of them back.
    if (limits.memory_is_limited) collector.set("MALLOC_ARENA_MAX", std::max<std::uint64_t>(2, cpus));
}

}  // namespace

std::uint64_t worker_count(const Limits& limits, bool event_loops) {
    const std::uint64_t cpus = cpus_of(limits);
    std::uint64_t workers = event_loops ? rounded_up(cpus) : rounded_up(2 * cpus) + 1;
    if (limits.memory > 0) workers = std::min(workers, limits.memory / memory_per_worker);
    return std::max<std::uint64_t>(1, workers);
}

Variables decide(const Limits& limits, const char* const* environment) {
    Collector collector{environment};
    const bool event_loops = find(environment, "BPL_WEB_WORKERS") == "async";
    collector.set("WEB_CONCURRENCY", worker_count(limits, event_loops));
    const std::string_view wanted_workers = find(environment, "WEB_CONCURRENCY");
    if (wanted_workers.empty()) collector.set("GRANIAN_WORKERS", worker_count(limits, event_loops));
    if (wanted_workers.size() < 10 && parse_number(wanted_workers))
        collector.set("GRANIAN_WORKERS", wanted_workers);
    set_threads(collector, limits);

    const std::string_view wanted_port = find(environment, "PORT");
    const std::string_view port = wanted_port.empty() ? "8000" : wanted_port;
    const std::optional<std::uint64_t> number = parse_number(port);
    collector.variables.port_is_unusable = !number || *number == 0 || *number > 65535 || port.size() > 5;
    if (!collector.variables.port_is_unusable) {
        collector.set("PORT", port);
        set_addresses(collector, port);
    }
    return collector.variables;
}

}  // namespace adder::launch
