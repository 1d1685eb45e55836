#pragma once

#include "python/bills/licences.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adder::python {

/// A file, or a state of a repository, that something was made of.
struct Artefact {
    std::string url;     ///< without credentials: http, https, or git+https with the commit; may be empty
    std::string sha256;  ///< in hexadecimal; may be empty

    bool operator==(const Artefact&) const = default;
};

/// Something that is in a layer.
struct Component {
    enum class Kind { interpreter, distribution };

    Kind kind = Kind::distribution;
    std::string name;
    std::string version;
    std::string purl;  ///< a package URL: names it within a bill, too
    std::string summary = {};
    std::string author = {};
    std::string author_email = {};
    std::vector<Licence> licences = {};
    std::string homepage = {};
    std::string repository = {};
    std::string cpe = {};
    std::string found_in = {};                 ///< below the layer, where it says what it is
    std::optional<Artefact> artefact = {};     ///< what was unpacked or installed
    std::optional<Artefact> source = {};       ///< what that was compiled from
    std::string record_sha256 = {};            ///< of the `RECORD` in `found_in`; may be empty
    std::vector<std::string> depends_on = {};  ///< purls of others of the bill
    /// What no format has a field for: name, value.
    std::vector<std::pair<std::string, std::string>> notes = {};
};

/// The program that makes a bill.
struct BillAuthor {
    std::string name;
    std::string version;
};

/// What a layer holds.
struct BillOfMaterials {
    std::string subject;  ///< the layer
    BillAuthor author;
    std::vector<Component> components;
};

/// `pkg:pypi/NAME@VERSION`, the name normalised.
std::string pypi_purl(std::string_view name, std::string_view version);

/// A URL that may be shown: without credentials, and empty for what is neither http nor https.
std::string shown_url(std::string_view url);

}  // namespace adder::python
