#pragma once

#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/bills/bill_of_materials.hpp"
#include "python/catalogue.hpp"
#include "python/dependencies/project.hpp"
#include "python/install/installer.hpp"
#include "python/install/uv_in_advance.hpp"
#include "python/install/venv_layer.hpp"
#include "python/launch/procfile.hpp"
#include "python/network/bound_credentials.hpp"
#include "python/network/network.hpp"
#include "python/network/services.hpp"
#include "python/runtime/digest_pins.hpp"
#include "python/runtime/list_serials.hpp"
#include "python/runtime/runtime_layer.hpp"
#include "python/versions/version_sources.hpp"

#include <adder/cnb/context.hpp>
#include <adder/cnb/launch.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Steps of a build; build.cpp says in which order they come.
namespace adder::python {

/// What the app and its surroundings say: read once, and not changed by any step.
struct Facts {
    App app;
    base::Environment env;  ///< what tools are to see
    Settings settings;
    Project project;
    std::optional<Procfile> procfile;
    std::vector<cnb::Label> labels;
    Network network;
    std::optional<BoundIndex> bound_index;  ///< takes PyPI's place
};

/// What every step works with.
struct Job {
    const cnb::BuildContext& context;
    const Facts& facts;
    const Catalogue& catalogue;
    const Services& services;
    cnb::LayerTypes types;                       ///< of the layers with Python and the dependencies
    std::optional<BillAuthor> bill_author = {};  ///< none: no bills of materials are wanted

    base::Log& log() const { return services.log; }
};

/// What is stored with the app's image for its next build.
struct Memory {
    cnb::TomlTable store;
    DigestPins pins = {};
    ListSerials lists = {};
};

/// The layer `python`; `memory` gets the series, the digests of archives and the serials of lists. Unless the
/// layer is reused, `while_materialising` starts what can be done beside that. Throws `base::UserError`.
RuntimeLayer provide_python(const Job& job, const RequestedPython& requested, Memory& memory,
                            Downloads& downloads, const std::function<void()>& while_materialising);

struct Dependencies {
    std::filesystem::path environment = {};  ///< empty for an app without dependencies
    std::vector<Package> packages = {};
    bool installed = false;  ///< by this build
    std::optional<VenvLayer> layer = {};
};

/// The layer `venv`, for an app that has dependencies. Throws `base::UserError`.
Dependencies provide_dependencies(const Job& job, const InstallerChoice& installer, RuntimeLayer& python,
                                  UvInAdvance& uv_in_advance);

}  // namespace adder::python
