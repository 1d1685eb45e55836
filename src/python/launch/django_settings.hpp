#pragma once

#include "python/app_source/source_tree.hpp"

#include <adder/base/environment.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// The files that settings are made in, each once, in the order in which they are imported.
struct SettingsFiles {
    std::vector<std::string> files = {};
    bool are_all = true;  ///< false if others that are not in the app, or too many to follow, make them too
};

/// The settings of a Django project as its source has them, without running it: a module, and the app's other
/// modules that it takes settings from (`from .base import *`).
class DjangoSettings {
  public:
    /// `module` is their dotted name, which may be of no file. `directory` is that of `manage.py`.
    DjangoSettings(const SourceTree& sources, const std::string& directory, const std::string& module)
        : sources_{sources},
          directory_{directory},
          file_{sources.file_of(module, directory).value_or("")},
          files_{find_files()} {}

    /// Where they are; empty if that is not in the app.
    const std::string& file() const { return file_; }

    /// A setting that is given a string; empty for any other.
    std::string text(const std::string& name) const;
    /// Whether a setting has one value wherever it is given one: "True".
    bool is_always(const std::string& name, std::string_view value) const;

    /// Whether a setting may have a value: not if all that makes the settings is in the app, none of it names
    /// the setting, and none of it makes names in a way that the source does not show.
    bool may_have(const std::string& name) const;

  private:
    SettingsFiles find_files() const;
    std::string file_of_import(const std::string& module, const std::string& from) const;

    const SourceTree& sources_;
    std::string directory_;
    std::string file_;
    SettingsFiles files_;
};

/// The module of settings that `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")`, or an
/// assignment, in that source names.
std::string settings_named_in(std::string_view manage_py);

}  // namespace adder::python
