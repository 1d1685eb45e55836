#include "package_index.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::test {

namespace fs = std::filesystem;

namespace {

/// "charset-normalizer" of "charset_normalizer-3.4.1-py3-none-any.whl".
std::string project_of(const std::string& wheel) {
    std::string name = base::to_lower(wheel.substr(0, wheel.find('-')));
    std::ranges::replace(name, '_', '-');
    return name;
}

}  // namespace

PackageIndex::PackageIndex(fs::path wheels) : wheels_{std::move(wheels)} {
    server_.serve("/", [this](const Request& request) { return answer(request); });
}

Answer PackageIndex::answer(const Request& request) const {
    constexpr std::string_view pages = "/simple/";
    constexpr std::string_view files = "/files/";
    if (request.path.starts_with(files)) {
        return Answer::ok(base::read_file(wheels_ / request.path.substr(files.size()), std::size_t{1} << 30))
            .header("Cache-Control", "max-age=365000000, immutable, public");  // as the Python index says
    }
    const std::string project{base::split(std::string_view{request.path}.substr(pages.size()), '/').front()};
    std::string page;
    for (const fs::directory_entry& entry : fs::directory_iterator{wheels_}) {
        const std::string wheel = entry.path().filename();
        if (project_of(wheel) == project)
            page += base::format("<a href=\"/files/{}\">{}</a>\n", wheel, wheel);
    }
    return page.empty() ? Answer::status(404) : Answer::ok(page).header("Content-Type", "text/html");
}

}  // namespace adder::test
