#include "object_store.hpp"

#include <adder/base/digest.hpp>

#include <optional>

namespace adder::test {

namespace {

std::string etag_of(const std::string& contents) { return base::sha256(contents).hex(); }

std::optional<std::string> header(const Request& request, const std::string& name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace

Answer ObjectStore::answer(const Request& request) {
    const auto found = objects.find(request.path);
    const bool is_there = found != objects.end();
    if (request.method != "PUT") {
        if (!is_there) return Answer::status(404, "<Code>NoSuchKey</Code>");
        return Answer::ok(found->second).etag(etag_of(found->second));
    }
    if (!authorization.empty() && header(request, "authorization") != authorization) {
        return Answer::status(403, "<Code>AccessDenied</Code>");
    }
    const auto if_match = header(request, "if-match");
    const bool is_refused = (header(request, "if-none-match") == "*" && is_there) ||
                            (if_match && (!is_there || *if_match != '"' + etag_of(found->second) + '"'));
    if (honours_conditions && is_refused) return Answer::status(412, "<Code>PreconditionFailed</Code>");
    objects[request.path] = request.body;
    return Answer::status(is_there ? 200 : 201);
}

}  // namespace adder::test
