#include "private_servers.hpp"

#include "tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <cstdlib>

namespace adder::test {

namespace fs = std::filesystem;

namespace {

/// `account_name:account_password`, as htpasswd(1) writes it with -s.
constexpr const char* password_file = "builder:{SHA}eo4FzkQW5uF8MZ2LhD6FS6Kk444=\n";
/// The same as a header.
constexpr const char* authorization = "Basic YnVpbGRlcjpzM2NyZXQtb2YtYnVpbGRlcg==";

std::string usual_index() {
    for (const char* name : {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"}) {
        if (const auto url = setting(name)) return *url;
    }
    return "https://pypi.org/simple";
}

base::Environment own_environment() {
    return {{"PATH", setting("PATH").value_or("/usr/bin:/bin")}, {"HOME", "/nonexistent"}};
}

std::string output_of(const std::string& program, std::vector<std::string> args, const fs::path& directory) {
    const base::Captured captured = base::run_and_capture({.program = program,
                                                           .args = std::move(args),
                                                           .env = own_environment(),
                                                           .working_directory = directory});
    if (!captured.status.ok()) throw base::Error{"{} failed: {}", program, captured.output};
    return std::string{base::trim(captured.output)};
}

}  // namespace

PrivateIndex::PrivateIndex(const fs::path& packages, const std::string& address, unsigned short port)
    : place_{base::format("{}:{}", address, port)} {
    base::write_file(directory_.path() / "htpasswd", password_file);
    process_.emplace(
        base::Command{.program = required_path("ADDER_E2E_PYPISERVER") / "bin/pypi-server",
                      .args = {"run", "--interface", address, "--port", std::to_string(port), "--passwords",
                               (directory_.path() / "htpasswd").native(), "--authenticate",
                               "list,download,update", "--fallback-url", usual_index(), packages.native()},
                      .env = own_environment(),
                      .working_directory = directory_.path()},
        directory_.path() / "log");
    wait_for_port(port, *process_, std::chrono::seconds{20}, address);
}

std::string PrivateIndex::url_with_account() const {
    return url_with(base::format("{}:{}@", account_name, account_password));
}

GitRepository::GitRepository() {
    const fs::path source = directory_.path() / "source";
    base::make_directories(source);
    base::write_file(source / "hello.py", "greeting = 'hello from git'\n");
    base::write_file(
        source / "pyproject.toml",
        "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"\n"
        "[project]\nname = \"hello\"\nversion = \"2.0\"\n[tool.setuptools]\npy-modules = [\"hello\"]\n");
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"init", "--quiet", "--initial-branch", "main"},
          {"add", "."},
          {"-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "hello"},
          {"tag", "v2.0"},
          {"clone", "--quiet", "--bare", ".", (directory_.path() / "hello.git").native()}}) {
        output_of("git", command, source);
    }
    commit_ = output_of("git", {"rev-parse", "HEAD"}, source);
}

GitServer::GitServer() {
    server_.serve("/", [this](const Request& request) { return answer(request); });
}

Answer GitServer::answer(const Request& request) const {
    const auto given = request.headers.find("authorization");
    if (given == request.headers.end() || given->second != authorization)
        return Answer::status(401).header("WWW-Authenticate", "Basic realm=\"git\"");
    // A program of the Common Gateway Interface (RFC 3875). What it writes may hold any byte.
    const std::size_t question = request.path.find('?');
    const auto header = [&](const char* name) {
        const auto found = request.headers.find(name);
        return found == request.headers.end() ? std::string{} : found->second;
    };
    base::Environment env = own_environment();
    env.set("GIT_PROJECT_ROOT", repository_.directory().native());
    env.set("GIT_HTTP_EXPORT_ALL", "1");
    env.set("GIT_CONFIG_COUNT", "1");  // it belongs to whoever runs the tests
    env.set("GIT_CONFIG_KEY_0", "safe.directory");
    env.set("GIT_CONFIG_VALUE_0", "*");
    env.set("REQUEST_METHOD", request.method);
    env.set("PATH_INFO", request.path.substr(0, question));
    env.set("QUERY_STRING", question == std::string::npos ? "" : request.path.substr(question + 1));
    env.set("CONTENT_TYPE", header("content-type"));
    env.set("CONTENT_LENGTH", std::to_string(request.body.size()));
    env.set("HTTP_CONTENT_ENCODING", header("content-encoding"));
    env.set("GIT_PROTOCOL", header("git-protocol"));
    base::write_file(work_.path() / "in", request.body);
    const base::Captured ran = base::run_and_capture({.program = "sh",
                                                      .args = {"-c", "git http-backend <in >out"},
                                                      .env = env,
                                                      .working_directory = work_.path()});
    const std::string text = base::read_file(work_.path() / "out");
    const std::size_t end = text.find("\r\n\r\n");
    if (!ran.status.ok() || end == std::string::npos) return Answer::status(500, ran.output);
    Answer answer = Answer::ok(text.substr(end + 4));
    const std::string head = text.substr(0, end);
    for (const std::string_view line : base::lines(head)) {
        const std::size_t colon = line.find(':');
        if (line.starts_with("Status: "))
            return Answer::status(std::atoi(std::string{line.substr(8, 3)}.c_str()));
        answer = answer.header(std::string{line.substr(0, colon)},
                               std::string{base::trim(line.substr(colon + 1))});
    }
    return answer;
}

SshServer::SshServer() : port_{free_port()} {
    for (const char* key : {"host", "user"})
        output_of("ssh-keygen", {"-q", "-t", "ed25519", "-N", "", "-f", key}, work_.path());
    base::write_file(work_.path() / "authorized_keys", base::read_file(work_.path() / "user.pub"), 0600);
    base::write_file(
        work_.path() / "config",
        base::format("ListenAddress 127.0.0.1\nPort {}\nHostKey {}\nAuthorizedKeysFile {}\n"
                     "PasswordAuthentication no\nUsePAM no\nStrictModes no\nPidFile none\n",
                     port_, (work_.path() / "host").native(), (work_.path() / "authorized_keys").native()));
    base::make_directories("/run/sshd");  // where it locks itself in before it knows who asks
    process_.emplace(base::Command{.program = "/usr/sbin/sshd",
                                   .args = {"-D", "-e", "-f", (work_.path() / "config").native()},
                                   .env = own_environment(),
                                   .working_directory = work_.path()},
                     work_.path() / "log");
    wait_for_port(port_, *process_);
}

std::string SshServer::url() const {
    return base::format("ssh://root@127.0.0.1:{}{}", port_, (repository_.directory() / "hello.git").native());
}

std::string SshServer::private_key() const { return base::read_file(work_.path() / "user"); }

std::string SshServer::known_hosts() const {
    return base::format("[127.0.0.1]:{} {}", port_, base::read_file(work_.path() / "host.pub"));
}

}  // namespace adder::test
