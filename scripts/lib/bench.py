"""Measures; scripts/bench.sh prepares and calls it.

What is compared runs in turns, so that a busy machine disturbs all alike, and medians are compared.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

from bench_builds import PATH, Images, Phases, fresh, run, write_floor
from bench_report import HEADER, Report, shown, spread
from bench_wheels import write_package

DEPENDENCIES = [1, 10, 100, 300]
MEGABYTES = [1, 10, 100, 1000]


def parse(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("figures", nargs="*")
    parser.add_argument("--runs", type=int)
    paths = ["work", "buildpack", "repository", "uv", "python", "runtime", "archiver", "lifecycle", "json", "svg", "wheels"]
    for name in paths:
        parser.add_argument(f"--{name}", type=pathlib.Path)
    for name in ("server", "registry", "run-image", "arch", "distro", "distro-version"):
        parser.add_argument(f"--{name}")
    return parser.parse_args(arguments)


class Bench:
    def __init__(self, machine):
        self.machine = machine
        self.work = machine.work
        self.runs = machine.runs
        self.report = Report()
        self.apps = {}
        self.series = re.search(r"python-(\d+\.\d+)", machine.runtime.name).group(1)

    def variables(self, index="index"):
        return {
            "BP_PYTHON_RUNTIME_SOURCES": f"index+{self.machine.server}/runtimes",
            "UV_DEFAULT_INDEX": f"{self.machine.server}/{index}/simple/",
        }

    def app(self, name):
        """Sample app, built once."""
        if name not in self.apps:
            source = self.machine.repository / "tests/bench" / name
            self.apps[name] = phases = Phases(self.machine, self.work / name, source, self.variables())
            phases.cold()
            phases.keep()
        return self.apps[name]

    def whole(self, phases, name, variables):
        """Whole builds of the app, ours and the do-nothing buildpack's, each of them built once."""
        floor = write_floor(self.work / f"{name}-floor-buildpack", phases.previous / "layers/adder_python")
        ours = Images(self.machine, self.work / f"{name}-ours", phases.source, self.machine.buildpack, "adder/python", variables)
        nothing = Images(self.machine, self.work / f"{name}-floor", phases.source, floor, "adder/floor", {})
        ours.build()
        nothing.build()
        return ours, nothing

    def runtime_layer(self):
        """P1, P1b, P6, P7: scripts/bench-runtime.sh measures and prints them; here they are among the others."""
        script = self.machine.repository / "scripts/bench-runtime.sh"
        rounds = str(max(self.runs, 15))
        log = self.work / "runtime.log"
        env = {**os.environ, "RUNTIME_ARCHIVE": str(self.machine.archiver)}
        run([script, rounds, self.machine.buildpack], env, self.machine.repository, log)
        figures = json.loads((self.machine.repository / "build/bench/runtime.json").read_text(encoding="utf-8"))
        times = figures["runs"]
        self.report.add("P1", "runtime layer; curl and tar", times["build"], times["curl_tar"], target=0.6)
        self.report.add("", "  the same in processor time", times["build_cpu"], times["curl_tar_cpu"])
        self.report.add("P1b", "runtime layer; the slowest stage alone", times["build"], times["slowest_stage"], target=1.3)
        peaks = figures["peak_mib"]
        self.report.add("P6", "peak memory, window of 8 MiB", [peaks["window_8_mib"]], unit="MiB", target=32)
        self.report.add("", "peak memory, window of 128 MiB", [peaks["window_128_mib"]], unit="MiB", target=165)
        self.report.add("P7", "system calls for each archive entry", [figures["system_calls_per_entry"]], unit="", target=4)

    def installing(self, figures):
        """P2, P4 and R7, of the same cold builds."""
        for name in ("web", "heavy"):
            phases = self.app(name)
            change = (self.machine.repository / f"tests/bench/{name}.changed").read_text(encoding="utf-8").strip()
            cold, uv, changed, unchanged, contents = [], [], [], [], set()
            for _ in range(self.runs):
                cold.append(phases.cold())
                contents.add(phases.contents())
                uv.append(phases.uv())
                phases.keep()
                changed.append(phases.rebuild_with(change))
                unchanged.append(phases.rebuild())
            if "P2" in figures:
                self.report.add_costs("P2", f"{name}: cold build phase; uv", cold, uv, target=0.8)
                pip = [phases.pip() for _ in range(min(self.runs, 2))]
                self.report.add_costs("", f"{name}: cold build phase; pip", cold, pip)
            if "R7" in figures:
                others = [len(contents) - 1]
                self.report.add("R7", f"{name}: contents of layers beside the first, cold builds", others, unit="", target=0)
            if "P4" in figures:
                self.report.add_costs("P4", f"{name}: build phase after one pin changed; cold", changed, cold, target=0.5)
                clock = [cost.clock for cost in unchanged]
                self.report.add("", f"{name}: build phase with nothing changed", clock, unit="ms")

    def rebuilding(self):
        apps = [(name, self.app(name), self.variables()) for name in ("web", "heavy")]
        apps += [self.synthetic("dependencies", count) for count in (3, 300)]
        for name, phases, variables in apps:
            ours, nothing = self.whole(phases, name, variables)
            pairs = [(ours.build(), nothing.build()) for _ in range(max(self.runs, 7))]
            here, beside = map(list, zip(*pairs))
            what = f"{name}: whole rebuild, nothing changed; floor"
            self.report.add_costs("P3", what, here, beside, target=0.1, compare="difference")
            parts = [(ours.parts(), nothing.parts()) for _ in pairs]
            for part in ("restoring", "building", "keeping the cache"):
                here, beside = ([both[i][part] for both in parts] for i in (0, 1))
                self.report.add("", f"  of it {part}", here, beside, unit="ms")

    def detect(self):
        phases = self.app("web")
        phases.prepare_cold()
        command = " ".join(map(str, phases.detect_command()))
        times = self.work / "hyperfine.json"
        # Without a shell. `true` shows what starting any program takes here.
        measure = ["hyperfine", "-N", "--warmup", "20", "--runs", "300", "--export-json", times, command, "true"]
        run(measure, phases.env(), phases.app, self.work / "log")
        detect, true = [each["times"] for each in json.loads(times.read_text(encoding="utf-8"))["results"]]
        self.report.add("P5", "web: detect; /bin/true", detect, true, unit="ms", target=0.002, compare="value")
        libraries = subprocess.run(
            ["ldd", self.machine.buildpack / "bin/detect"], capture_output=True, text=True, env={"PATH": PATH}
        ).stdout
        self.report.add("", "shared libraries of detect", [libraries.count(" => /")], unit="", target=5)
        memory = self.work / "memory"
        run(["/usr/bin/time", "-o", memory, "-f", "%M", *phases.detect_command()], phases.env(), phases.app, self.work / "log")
        self.report.add("", "peak memory of detect", [int(memory.read_text(encoding="utf-8")) / 1024], unit="MiB", target=6)

    def packing(self):
        tree, out = self.work / "tree", self.work / "packed"
        version = re.search(r"python-(\d+\.\d+\.\d+)", self.machine.runtime.name).group(1)
        reference = self.work / "packed.tar.zst"
        pipe = f"tar --create --sort=name . | zstd -q -f -22 --ultra --long=27 -o {reference}"
        pack = [self.machine.archiver, "pack", tree, "--version", version, "--output", out, "--window-log", "27"]
        ours, theirs, quick = [], [], []
        sizes = {}
        for _ in range(min(self.runs, 2)):
            for level, times in (("22", ours), ("19", quick)):
                fresh(out)
                times.append(run([*pack, "--level", level], {"PATH": PATH}, self.work, self.work / "log"))
                sizes[level] = next(out.glob("*.tar.zst")).stat().st_size
            theirs.append(run(["sh", "-c", pipe], {"PATH": PATH}, tree, self.work / "log"))
        beside = reference.stat().st_size
        self.report.add_costs("P8", "runtime-archive pack; tar | zstd -22 --ultra --long", ours, theirs, target=1.0)
        self.report.add("", "  its size", [sizes["22"]], [beside], unit="MB", target=1.01)
        self.report.add_costs("", "level 19, all cores", quick, theirs)
        self.report.add("", "  its size", [sizes["19"]], [beside], unit="MB")

    def size(self):
        files = [file for file in (self.machine.buildpack / "bin").rglob("*") if file.is_file() and not file.is_symlink()]
        total = sum({file.stat().st_ino: file.stat().st_size for file in files}.values())
        self.report.add("P9", "the buildpack's programs", [total], unit="MB", target=12e6)

    def synthetic(self, axis, size):
        """An app whose requirements are made for the purpose: so many dependencies, or one of so many megabytes."""
        name = f"{axis}-{size}"
        variables = self.variables(f"index-{name}")
        if name in self.apps:
            return name, self.apps[name], variables
        index = fresh(self.work / f"index-{name}")
        app = fresh(self.work / f"app-{name}")
        requirements = write_package(index, axis, size, self.machine.wheels)
        (app / "requirements.txt").write_text("".join(line + "\n" for line in requirements), encoding="utf-8")
        (app / ".python-version").write_text(self.series + "\n", encoding="utf-8")
        (app / "main.py").write_text("print('synthetic')\n", encoding="utf-8")
        self.apps[name] = phases = Phases(self.machine, self.work / name, app, variables)
        phases.cold()
        phases.keep()
        return name, phases, variables

    def growing(self):
        lines = ("cold build phase", "uv", "whole rebuild", "the lifecycle's floor")
        for axis, along, sizes in (
            ("dependencies", "dependencies", DEPENDENCIES),
            ("megabytes", "MB in the environment", MEGABYTES),
        ):
            points = {line: [] for line in lines}
            for size in sizes:
                name, phases, variables = self.synthetic(axis, size)
                ours, nothing = self.whole(phases, f"size-{name}", variables)
                measured = [
                    (phases.cold(), phases.uv(), ours.build(), nothing.build()) for _ in range(min(self.runs, 3))
                ]
                for line, seconds in zip(lines, zip(*measured)):
                    points[line].append({"size": size, "seconds": spread([cost.clock for cost in seconds])})
                del self.apps[name]
                for used in (phases.work, ours.work, nothing.work, self.work / f"index-{name}"):
                    shutil.rmtree(used)
                medians = "  ".join(f"{line} {shown(points[line][-1]['seconds']['median'], 's')}" for line in lines)
                print(f"  {size:>5} {along}: {medians}", flush=True)
            self.report.sizes[along] = points


def main(machine):
    bench = Bench(machine)
    wanted = machine.figures
    print(HEADER, flush=True)
    if {"P1", "P1b", "P6", "P7"} & set(wanted):
        bench.runtime_layer()
    if {"P2", "P4", "R7"} & set(wanted):
        bench.installing(wanted)
    if "P3" in wanted:
        bench.rebuilding()
    if "P5" in wanted:
        bench.detect()
    if "P8" in wanted:
        bench.packing()
    if "P9" in wanted:
        bench.size()
    if "sizes" in wanted:
        bench.growing()
    bench.report.write(machine.json, machine.svg)


if __name__ == "__main__":
    main(parse(sys.argv[1:]))
