"""Counts system calls and instructions of detect and of a build phase that changes nothing, and holds them against
tests/bench/limits.json; scripts/bench.sh counts prepares and calls it.

The apps are made for the purpose, with 3 and with 300 dependencies: neither count may depend much on how many there are.
"""

import json
import pathlib
import re
import sys

from bench import parse
from bench_builds import Phases, fresh, run
from bench_wheels import write_package

MARGIN = 1.1  # compilers and libraries differ a little
CALLS_OF_TIMING = {"futex", "sched_yield"}  # how often threads wait for each other is chance
DEPENDENCIES = (3, 300)


def phases_of(machine, count):
    index = fresh(machine.work / f"index-{count}")
    app = fresh(machine.work / f"app-{count}")
    requirements = write_package(index, "dependencies", count, machine.wheels)
    (app / "requirements.txt").write_text("".join(line + "\n" for line in requirements), encoding="utf-8")
    (app / "main.py").write_text("print('synthetic')\n", encoding="utf-8")
    variables = {
        "BP_PYTHON_VERSION": re.search(r"python-(\d+\.\d+)", machine.runtime.name).group(1),
        "BP_PYTHON_RUNTIME_SOURCES": f"index+file://{machine.runtime.parent}",
        "UV_DEFAULT_INDEX": f"{machine.server}/{index.name}/simple/",
    }
    phases = Phases(machine, machine.work / f"counted-{count}", app, variables)
    phases.cold()
    phases.keep()
    return phases


def system_calls(table):
    """Of strace's summary: calls stand in the fourth column, names in the last."""
    total = 0
    for line in table.splitlines():
        columns = line.split()
        if len(columns) >= 5 and columns[3].isdigit() and columns[-1] not in CALLS_OF_TIMING | {"total"}:
            total += int(columns[3])
    return total


def count(phases, command):
    """System calls and instructions of a command that can be repeated."""
    table, profile = phases.work / "strace", phases.work / "callgrind"
    log = phases.work / "log"
    run(["strace", "-f", "-qq", "-c", "-o", table, *command], phases.env(), phases.app, log)
    valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"]
    run([*valgrind, *command], phases.env(), phases.app, log)
    instructions = re.search(r"Collected : (\d+)", log.read_text(encoding="utf-8")).group(1)
    return {"system_calls": system_calls(table.read_text(encoding="utf-8")), "instructions": int(instructions)}


def measure(machine):
    counted = {}
    for number in DEPENDENCIES:
        phases = phases_of(machine, number)
        phases.prepare_rebuild()
        if number == DEPENDENCIES[0]:
            counted["detect"] = count(phases, phases.detect_command())
        # A rebuild leaves what it found, so that it can be done again.
        counted[f"rebuild with {number} dependencies"] = count(phases, phases.build_command())
        if (phases.image / "layers/adder_python/venv").exists():
            sys.exit("error: the rebuild that was counted has installed something")
    return counted


def compare(counted, limits):
    failed = False
    for phase, counts in counted.items():
        for what, number in counts.items():
            limit = limits.get(phase, {}).get(what)
            is_met = limit is not None and number <= limit * MARGIN
            failed = failed or not is_met
            remark = "" if is_met else "   no limit" if limit is None else "   too many"
            print(f"{phase:<30} {what.replace('_', ' '):<14} {number:>12,} {limit or 0:>12,}{remark}")
    return not failed


def main(arguments):
    update = "--update" in arguments
    machine = parse([argument for argument in arguments if argument != "--update"])
    file = machine.repository / "tests/bench/limits.json"
    limits = json.loads(file.read_text(encoding="utf-8"))
    counted = measure(machine)
    if update:
        limits[machine.arch] = counted
        file.write_text(json.dumps(limits, indent=1) + "\n", encoding="utf-8")
    print(f"{'':<30} {'':<14} {'here':>12} {'limit':>12}")
    if not compare(counted, limits.get(machine.arch, {})):
        sys.exit(
            "error: more than the limits in tests/bench/limits.json and a tenth, or there is no limit\n"
            "       If that is as it should be, set them anew: scripts/bench.sh counts --update"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
