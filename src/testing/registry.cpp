#include "testing/tools.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/testing/registry.hpp>

namespace adder::test {

namespace fs = std::filesystem;

Registry::Registry(const fs::path& program, const Lifecycle& lifecycle) : env_{lifecycle.env} {
    const unsigned short port = free_port();
    address_ = "127.0.0.1:" + std::to_string(port);
    env_.set_default("HOME", directory_.path());
    const fs::path config = directory_.path() / "config.yml";
    base::write_file(config,
                     base::format("version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\n"
                                  "storage: {{filesystem: {{rootdirectory: {}}}}}\nhttp: {{addr: '{}'}}\n",
                                  directory_.path() / "data", address_));
    process_ = std::make_unique<BackgroundProcess>(
        base::Command{.program = program, .args = {"serve", config}, .env = env_, .working_directory = {}},
        directory_.path() / "log");
    wait_for_port(port, *process_);
    push(lifecycle.run_image->layout(), run_image());
}

void Registry::pull(const std::string& reference, const fs::path& layout) const {
    skopeo("docker://" + reference, "oci:" + layout.native() + ":latest");
}

void Registry::push(const fs::path& layout, const std::string& reference) const {
    skopeo("oci:" + layout.native(), "docker://" + reference);
}

void Registry::skopeo(const std::string& from, const std::string& to) const {
    run_tool("skopeo",
             {"copy", "--quiet", "--insecure-policy", "--src-tls-verify=false", "--dest-tls-verify=false",
              from, to},
             env_);
}

}  // namespace adder::test
