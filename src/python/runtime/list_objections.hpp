#pragma once

#include "python/app/advice.hpp"
#include "python/runtime/source.hpp"
#include "python/versions/releases.hpp"
#include "runtimes/index.hpp"

#include <cstdint>
#include <vector>

namespace adder::python {

/// What is known of a source's list before it is read.
struct ListExpectation {
    bool is_signed = false;    ///< a key has vouched for its text; otherwise nothing in it binds anyone
    std::uint64_t serial = 0;  ///< the highest that was seen; 0: none
    Date today;
};

struct Objection {
    enum class Kind {
        undated,         ///< signed, and does not say when and where for
        gone_back,       ///< an older list than one that was seen before
        expired,         ///< nobody has published a newer one, or it does not come through
        of_other_place,  ///< signed, for another source
    };
    Kind kind;
    Advice advice;

    /// True if nothing is to be taken from a signed list with this objection.
    bool is_fatal() const { return kind != Kind::undated; }
    /// True if the list may have been right when it was read first.
    bool is_of_age() const { return kind == Kind::gone_back || kind == Kind::expired; }
};

/// What is to be said against the list by what it says of itself. A list that no key vouches for and that
/// says nothing of itself is nothing to object to; neither is one inside the buildpack, which is as old as
/// that, and for it.
std::vector<Objection> objections_to(const runtimes::Index& list, const Source& source,
                                     const ListExpectation& expected);

}  // namespace adder::python
