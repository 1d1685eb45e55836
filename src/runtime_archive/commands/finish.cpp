#include "runtime_archive/commands/finish.hpp"

#include "runtime_archive/commands/results.hpp"
#include "runtime_archive/inspection/trial_run.hpp"
#include "runtimes/prepare.hpp"

namespace adder::runtime_archive {

Exit prepare_and_pack(const std::filesystem::path& tree, const PackRequest& request, Session& session) {
    runtimes::prepare(tree, request.id, session.log, session.stop);
    smoke_test(tree, request.id, session.stop);
    session.log.step("Works from another directory");
    return pack_and_report(tree, request, session);
}

Exit pack_and_report(const std::filesystem::path& tree, const PackRequest& request, Session& session) {
    PackRequest stoppable = request;
    stoppable.stop = session.stop;
    const PackedArchive packed = pack(tree, stoppable, session.log);
    session.result("", [&] { return json_of(packed); });
    return Exit::ok;
}

}  // namespace adder::runtime_archive
