#include "python/network/messages.hpp"

#include "python/app/words.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

using base::format;

UserError bad_certificates(std::string_view reason) {
    return {"A binding of the type ca-certificates cannot be used.",
            format("Each of its entries should be a file of certificates in PEM form, but\n{}.", reason)};
}

UserError bad_credentials(std::string_view type, std::string_view binding, std::string_view reason) {
    const bool is_index = type == "pypi";
    return {format("The binding \"{}\" of the type {} cannot be used.", base::printable(binding), type),
            format("Its entries should be {} and either username and password or token, but\n{}.\n{}",
                   is_index ? "url" : "host", reason,
                   is_index ? "The url is that of a simple repository API, such as "
                              "https://packages.example.com/simple."
                            : "The host is a name such as runtimes.example.com, without https://.")};
}

UserError bad_git_credentials(std::string_view type, std::string_view binding, std::string_view reason) {
    return {
        format("The binding \"{}\" of the type {} cannot be used.", base::printable(binding), type),
        format("{}, but\n{}.",
               type == "git-ssh"
                   ? "Its entries should be ssh-privatekey (in OpenSSH's or PEM form) and known_hosts (what\n"
                     "  ssh-keyscan git.example.com\nwrites), perhaps with host"
                   : "Its entries should be url (https://git.example.com or more of it), and token, or "
                     "username and password",
               reason)};
}

UserError two_logins(std::string_view host, std::string_view binding, std::string_view other) {
    return {format("Two bindings give different credentials for {}.", quoted(host)),
            format("They are \"{}\" and \"{}\". All tools take credentials by host, so that only one\n"
                   "of them would be used. Remove one, or give that host's servers different names.",
                   base::printable(binding), base::printable(other))};
}

UserError bad_mirror(std::string_view origin, std::string_view reason) {
    return {
        format("The dependency mirror in {} cannot be used.", origin),
        format(
            "{}.\n\n"
            "A mirror is an https or file URL that takes the place of a download's scheme and host, such as\n"
            "  https://mirror.example.com/{{originalHost}}\n"
            "  https://mirror.example.com/python,skip-path=/some/prefix",
            reason)};
}

}  // namespace adder::python::messages
