// Any bytes as a project's page on a package index, in both of its forms.

#include "fuzz.hpp"
#include "python/install/uv_release.hpp"
#include "python/network/package_page.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder;
    for (const char* type : {"text/html", "application/vnd.pypi.simple.v1+json"}) {
        const fetch::Page page{std::string{fuzz::text_of(data, size)}, type,
                               fetch::Url::parse("https://pypi.example.com/simple/uv/")};
        fuzz::refuse_or_take([&] {
            for (const python::ListedFile& file : python::files_on(page)) (void)file.name();
            (void)python::uv_release_on(page, ">=0.5");
        });
    }
    return 0;
}
