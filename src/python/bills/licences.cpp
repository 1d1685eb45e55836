#include "python/bills/licences.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace adder::python {

namespace {

using Names = std::pair<std::string_view, std::string_view>;

constexpr std::string_view classifier_prefix = "License :: ";

// The classifiers that stand for one identifier (PEP 639, appendix "Mapping license classifiers to SPDX
// identifiers"), by their last part. "BSD License", "Apache Software License" and their like are several.
constexpr auto by_classifier = std::to_array<Names>({
    {"Academic Free License 3.0 (AFL-3.0)", "AFL-3.0"},
    {"Boost Software License 1.0 (BSL-1.0)", "BSL-1.0"},
    {"CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"},
    {"CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)", "CECILL-2.1"},
    {"CeCILL-B Free Software License Agreement (CECILL-B)", "CECILL-B"},
    {"CeCILL-C Free Software License Agreement (CECILL-C)", "CECILL-C"},
    {"Common Development and Distribution License 1.0 (CDDL-1.0)", "CDDL-1.0"},
    {"Eclipse Public License 1.0 (EPL-1.0)", "EPL-1.0"},
    {"Eclipse Public License 2.0 (EPL-2.0)", "EPL-2.0"},
    {"European Union Public Licence 1.1 (EUPL 1.1)", "EUPL-1.1"},
    {"European Union Public Licence 1.2 (EUPL 1.2)", "EUPL-1.2"},
    {"GNU Affero General Public License v3", "AGPL-3.0-only"},
    {"GNU Affero General Public License v3 or later (AGPLv3+)", "AGPL-3.0-or-later"},
    {"GNU General Public License v2 (GPLv2)", "GPL-2.0-only"},
    {"GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"},
    {"GNU General Public License v3 (GPLv3)", "GPL-3.0-only"},
    {"GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"},
    {"GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"},
    {"GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"},
    {"Historical Permission Notice and Disclaimer (HPND)", "HPND"},
    {"ISC License (ISCL)", "ISC"},
    {"MIT License", "MIT"},
    {"MIT No Attribution License (MIT-0)", "MIT-0"},
    {"Mozilla Public License 1.1 (MPL 1.1)", "MPL-1.1"},
    {"Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"},
    {"Mulan Permissive Software License v2 (MulanPSL-2.0)", "MulanPSL-2.0"},
    {"PostgreSQL License", "PostgreSQL"},
    {"Python Software Foundation License", "PSF-2.0"},
    {"Sleepycat License", "Sleepycat"},
    {"The Unlicense (Unlicense)", "Unlicense"},
    {"Universal Permissive License (UPL)", "UPL-1.0"},
    {"University of Illinois/NCSA Open Source License", "NCSA"},
    {"W3C License", "W3C"},
    {"Zero-Clause BSD (0BSD)", "0BSD"},
    {"zlib/libpng License", "Zlib"},
});

// What people write into the free text, in lower case.
constexpr auto by_text = std::to_array<Names>({
    {"apache 2", "Apache-2.0"},
    {"apache 2.0", "Apache-2.0"},
    {"apache 2.0 license", "Apache-2.0"},
    {"apache license 2.0", "Apache-2.0"},
    {"apache license version 2.0", "Apache-2.0"},
    {"apache license, version 2.0", "Apache-2.0"},
    {"apache v2", "Apache-2.0"},
    {"3-clause bsd", "BSD-3-Clause"},
    {"3-clause bsd license", "BSD-3-Clause"},
    {"bsd 3 clause", "BSD-3-Clause"},
    {"bsd 3-clause", "BSD-3-Clause"},
    {"bsd 3-clause license", "BSD-3-Clause"},
    {"modified bsd", "BSD-3-Clause"},
    {"modified bsd license", "BSD-3-Clause"},
    {"new bsd", "BSD-3-Clause"},
    {"new bsd license", "BSD-3-Clause"},
    {"2-clause bsd", "BSD-2-Clause"},
    {"bsd 2-clause", "BSD-2-Clause"},
    {"bsd 2-clause license", "BSD-2-Clause"},
    {"simplified bsd", "BSD-2-Clause"},
    {"gplv2", "GPL-2.0-only"},
    {"gplv3", "GPL-3.0-only"},
    {"gplv3+", "GPL-3.0-or-later"},
    {"isc license", "ISC"},
    {"lgplv3", "LGPL-3.0-only"},
    {"lgplv3+", "LGPL-3.0-or-later"},
    {"mit license", "MIT"},
    {"the mit license", "MIT"},
    {"the mit license (mit)", "MIT"},
    {"mozilla public license 2.0", "MPL-2.0"},
    {"mozilla public license 2.0 (mpl 2.0)", "MPL-2.0"},
    {"mpl 2.0", "MPL-2.0"},
    {"psf license", "PSF-2.0"},
    {"psfl", "PSF-2.0"},
    {"python software foundation license", "PSF-2.0"},
    {"zpl 2.1", "ZPL-2.1"},
});

// Identifiers that free text may be an expression of; of a text in the field for expressions any may.
constexpr auto well_known = std::to_array<std::string_view>({"0BSD",
                                                             "AGPL-3.0-only",
                                                             "AGPL-3.0-or-later",
                                                             "Apache-2.0",
                                                             "BSD-2-Clause",
                                                             "BSD-3-Clause",
                                                             "BSL-1.0",
                                                             "CC0-1.0",
                                                             "EPL-2.0",
                                                             "GPL-2.0-only",
                                                             "GPL-2.0-or-later",
                                                             "GPL-3.0-only",
                                                             "GPL-3.0-or-later",
                                                             "HPND",
                                                             "ISC",
                                                             "LGPL-2.1-only",
                                                             "LGPL-2.1-or-later",
                                                             "LGPL-3.0-only",
                                                             "LGPL-3.0-or-later",
                                                             "MIT",
                                                             "MIT-0",
                                                             "MIT-CMU",
                                                             "MPL-2.0",
                                                             "NCSA",
                                                             "PSF-2.0",
                                                             "PostgreSQL",
                                                             "Python-2.0",
                                                             "Unlicense",
                                                             "Zlib",
                                                             "ZPL-2.1"});

constexpr std::size_t longest_name = 100;

/// Parentheses, operators and identifiers of an expression.
std::vector<std::string> tokens_of(std::string_view text) {
    std::string spaced;
    for (const char c : text) {
        if (c == '(' || c == ')') {
            spaced += {' ', c, ' '};
        } else {
            spaced += c;
        }
    }
    std::vector<std::string> tokens;
    for (const std::string_view word : base::words(spaced)) tokens.emplace_back(word);
    return tokens;
}

bool is_operator(std::string_view token) { return token == "AND" || token == "OR" || token == "WITH"; }

bool is_identifier(std::string_view token) {
    return !is_operator(token) && std::ranges::all_of(token, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '+';
    });
}

bool is_well_known(std::string_view identifier) {
    return std::ranges::find(well_known, identifier) != well_known.end();
}

template <typename Table>
std::string_view find_in(const Table& table, std::string_view name) {
    const auto found = std::ranges::find(table, name, &Names::first);
    return found == table.end() ? std::string_view{} : found->second;
}

/// Nothing if the free text is not one that is known to stand for a licence.
std::vector<Licence> recognised(std::string_view text) {
    if (const std::string_view id = find_in(by_text, base::to_lower(text)); !id.empty())
        return {{std::string{id}, true}};
    for (const std::string_view id : well_known) {
        if (base::to_lower(id) == base::to_lower(text)) return {{std::string{id}, true}};
    }
    if (!is_licence_expression(text)) return {};
    for (const std::string& token : tokens_of(text)) {
        const bool known = is_operator(token) || token == "(" || token == ")" || is_well_known(token);
        if (!known) return {};
    }
    return {{std::string{text}, true}};
}

/// "MIT License" of "License :: OSI Approved :: MIT License"; empty for a classifier of something else, and
/// for "OSI Approved" alone.
std::string_view licence_in(std::string_view classifier) {
    if (!classifier.starts_with(classifier_prefix)) return {};
    const std::string_view last = base::trim(classifier.substr(classifier.rfind("::") + 2));
    return last == "OSI Approved" ? std::string_view{} : last;
}

std::vector<Licence> of_classifiers(const CoreMetadata& metadata) {
    std::vector<Licence> licences;
    for (const std::string& classifier : metadata.classifiers) {
        const std::string_view name = licence_in(classifier);
        if (name.empty()) continue;
        const std::string_view id = find_in(by_classifier, name);
        Licence licence = id.empty() ? Licence{std::string{name}, false} : Licence{std::string{id}, true};
        if (std::ranges::find(licences, licence) == licences.end()) licences.push_back(std::move(licence));
    }
    return licences;
}

}  // namespace

bool is_licence_expression(std::string_view text) {
    int open = 0;
    bool wants_operand = true;
    bool wants_exception = false;
    for (const std::string& token : tokens_of(text)) {
        if (token == "(" && wants_operand && !wants_exception) {
            ++open;
        } else if (token == ")" && !wants_operand && open > 0) {
            --open;
        } else if (is_operator(token) && !wants_operand) {
            wants_operand = true;
            wants_exception = token == "WITH";
        } else if (is_identifier(token) && wants_operand && token != ")" && token != "(") {
            wants_operand = false;
            wants_exception = false;
        } else {
            return false;
        }
    }
    return open == 0 && !wants_operand;
}

std::vector<Licence> declared_licences(const CoreMetadata& metadata) {
    if (is_licence_expression(metadata.licence_expression)) return {{metadata.licence_expression, true}};
    if (auto licences = recognised(metadata.licence); !licences.empty()) return licences;
    std::vector<Licence> classified = of_classifiers(metadata);
    const bool all_exact = std::ranges::all_of(classified, &Licence::is_expression);
    if (!classified.empty() && (all_exact || metadata.licence.empty())) return classified;
    if (metadata.licence.empty()) {
        if (metadata.licence_expression.empty()) return {};
        return {{base::printable(metadata.licence_expression, longest_name), false}};
    }
    // Some write the whole licence here: its title is on its first line.
    std::string_view first_line;  // of a mark for UTF-8 alone there is none
    if (!base::LineReader{metadata.licence}.next(first_line)) return {};
    return {{base::printable(first_line, longest_name), false}};
}

}  // namespace adder::python
