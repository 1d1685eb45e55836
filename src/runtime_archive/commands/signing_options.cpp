#include "runtime_archive/commands/signing_options.hpp"

#include "runtime_archive/commands/values.hpp"

#include <limits>

namespace adder::runtime_archive {

void SigningOptions::declare(Options& options, Presence key) {
    options.texts("--key", keys_,
                  "File with a private key (PEM) to sign the index with, or - for standard input; may be "
                  "repeated",
                  key);
    options.texts("--retire", retired_,
                  "Public key whose signature the index may lose: a file, or base64; may be repeated");
    options.text("--source", source_,
                 "The place that the signed index is of: the URL that builds read it from (default: as it "
                 "was signed before, or the https URL it is published to)");
    options.number("--valid-days", valid_days_, 0, 3650,
                   "Days for which builds believe the signed index; 0: without end (default: 90)");
    options.number("--serial", serial_, 1, std::numeric_limits<std::int32_t>::max(),
                   "The least serial of the signed index (default: one more than it has)");
}

Signing SigningOptions::signing(const Session& session, std::optional<std::string> usual_source) const {
    const auto now = std::chrono::system_clock::now();
    return {.keys = private_key_values(keys_, session.process),
            .retired = public_key_values(retired_),
            .stamp = {.source = text_value(source_),
                      .usual_source = std::move(usual_source),
                      .valid_days = valid_days_,
                      .serial = serial_,
                      .today = std::chrono::floor<std::chrono::days>(now)}};
}

}  // namespace adder::runtime_archive
