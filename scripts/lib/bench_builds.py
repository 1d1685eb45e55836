"""Builds that are measured: a buildpack's own phases, as the lifecycle runs them, and whole builds through a registry."""

import contextlib
import hashlib
import io
import os
import pathlib
import shutil
import subprocess
import sys
import time
import typing

import dev_build

ID = "adder/python"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Cost(typing.NamedTuple):
    """In seconds: on the clock, and of the processor, in the command and all that it started."""

    clock: float
    processor: float

    def plus(self, other):
        return Cost(self.clock + other.clock, self.processor + other.processor)


def run(command, env, directory, log):
    """Ends the program, with what the command wrote, if it fails."""
    with open(log, "wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=env, cwd=directory, stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.stderr.write(pathlib.Path(log).read_text(encoding="utf-8", errors="replace"))
        sys.exit(f"error: exit code {process.returncode}: {' '.join(map(str, command))}")
    return Cost(clock, used.ru_utime + used.ru_stime)


def fresh(directory):
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    return directory


def write_env(directory, variables):
    fresh(directory)
    for name, value in variables.items():
        (directory / name).write_text(value, encoding="utf-8")


class Phases:
    """An app and the phases of the buildpack alone. Between builds stands what the lifecycle does between them."""

    def __init__(self, machine, work, app, variables):
        self.machine = machine
        self.work = work
        self.app = work / "app"
        self.image = work / "image"
        self.previous = work / "previous"
        self.source = app
        self.variables = variables
        work.mkdir(parents=True)
        write_env(work / "platform/env", variables)

    def env(self):
        machine = self.machine
        return {
            "PATH": PATH,
            "HOME": str(self.work),
            "CNB_BUILDPACK_DIR": str(machine.buildpack),
            "CNB_PLATFORM_DIR": str(self.work / "platform"),
            "CNB_BUILD_PLAN_PATH": str(self.work / "build-plan.toml"),
            "CNB_BP_PLAN_PATH": str(self.work / "plan.toml"),
            "CNB_LAYERS_DIR": str(self.image / "layers/adder_python"),
            "CNB_TARGET_OS": "linux",
            "CNB_TARGET_ARCH": machine.arch,
            "CNB_TARGET_DISTRO_NAME": machine.distro,
            "CNB_TARGET_DISTRO_VERSION": machine.distro_version,
            **self.variables,
        }

    def detect_command(self):
        return [self.machine.buildpack / "bin/detect", self.work / "platform", self.work / "build-plan.toml"]

    def build_command(self):
        layers = self.image / "layers/adder_python"
        return [self.machine.buildpack / "bin/build", layers, self.work / "platform", self.work / "plan.toml"]

    def detect(self):
        (self.work / "build-plan.toml").write_text("", encoding="utf-8")
        run(self.detect_command(), self.env(), self.app, self.work / "log")
        dev_build.plan(self.work / "build-plan.toml", self.work / "plan.toml")

    def copy_app(self):
        fresh(self.app).rmdir()
        shutil.copytree(self.source, self.app)

    def build(self):
        """The build phase alone."""
        return run(self.build_command(), self.env(), self.app, self.work / "log")

    def prepare_cold(self):
        self.copy_app()
        fresh(self.previous)
        fresh(self.image)
        (self.image / "layers/adder_python").mkdir(parents=True)
        self.detect()

    def contents(self):
        """One digest of the launch layers as the last build left them."""
        digest = hashlib.sha256()
        for layer in ("python", "venv"):
            root = self.image / "layers/adder_python" / layer
            for path in sorted(root.rglob("*")):
                mode = path.lstat().st_mode
                digest.update(f"{path.relative_to(root)} {mode:o}\n".encode(errors="surrogateescape"))
                if path.is_symlink():
                    digest.update(os.readlink(path).encode(errors="surrogateescape"))
                elif path.is_file():
                    digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def keep(self):
        """What was built last is from now on the previous image."""
        with contextlib.redirect_stdout(io.StringIO()):
            dev_build.export(self.previous, self.image, ID, "0.10")
        shutil.rmtree(self.previous)
        os.rename(self.image, self.previous)

    def prepare_rebuild(self):
        self.copy_app()
        fresh(self.image)
        dev_build.restore(self.previous, self.image, ID)
        self.detect()

    def change_pin(self, requirement):
        """`requirement`, NAME==VERSION, instead of the app's own pin of it."""
        file = self.app / "requirements.txt"
        name = requirement.split("==")[0]
        lines = file.read_text(encoding="utf-8").splitlines()
        changed = [requirement if line.split("==")[0] == name else line for line in lines]
        if changed == lines:
            sys.exit(f"error: {requirement} changes nothing in {file}")
        file.write_text("\n".join(changed) + "\n", encoding="utf-8")

    def cold(self):
        self.prepare_cold()
        return self.build()

    def rebuild(self):
        self.prepare_rebuild()
        return self.build()

    def rebuild_with(self, requirement):
        self.prepare_rebuild()
        self.change_pin(requirement)
        return self.build()

    def uv(self):
        """What a person would type instead: an environment, the packages and their bytecode, with an empty cache."""
        uv, venv = self.machine.uv, self.work / "by-hand/venv"
        variables = {
            "UV_DEFAULT_INDEX": self.variables["UV_DEFAULT_INDEX"],
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_PROGRESS": "1",
        }
        create = [uv, "venv", "--python", self.machine.python, venv]
        install = [uv, "pip", "install", "--python", venv / "bin/python", "--compile-bytecode"]
        return self.by_hand(create, install, variables)

    def pip(self):
        """The same with what comes with Python; it compiles without being asked."""
        venv = self.work / "by-hand/venv"
        variables = {"PIP_INDEX_URL": self.variables["UV_DEFAULT_INDEX"], "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        return self.by_hand([self.machine.python, "-m", "venv", venv], [venv / "bin/pip", "install"], variables)

    def by_hand(self, create, install, variables):
        """In a new directory, which the tool's cache is in as well."""
        home, log = fresh(self.work / "by-hand"), self.work / "log"
        env = {"PATH": PATH, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **variables}
        cost = run(create, env, self.source, log)
        return cost.plus(run([*install, "-r", "requirements.txt"], env, self.source, log))


class Images:
    """An app built by the lifecycle's creator, with a registry that holds its image."""

    def __init__(self, machine, work, app, buildpack, buildpack_id, variables):
        self.machine = machine
        self.work = work
        self.app = app
        self.variables = variables
        directory = work / "buildpacks" / buildpack_id.replace("/", "_")
        directory.mkdir(parents=True)
        (work / "cache").mkdir()
        (directory / "1").symlink_to(buildpack)
        version = dev_build.read_toml(buildpack / "buildpack.toml")["buildpack"]["version"]
        (directory / "1").rename(directory / version)
        dev_build.write_toml(
            work / "order.toml", {"order": [{"group": [{"id": buildpack_id, "version": version}]}]}
        )
        dev_build.write_toml(work / "run.toml", {"images": [{"image": machine.run_image}]})
        self.reference = f"{machine.registry}/bench/{work.name}:1"

    def prepare(self):
        """The command of a whole build, and its environment."""
        work = self.work
        fresh(work / "app").rmdir()
        shutil.copytree(self.app, work / "app")
        fresh(work / "layers")
        write_env(work / "platform/env", self.variables)
        env = {"PATH": PATH, "HOME": str(work), "CNB_PLATFORM_API": "0.14", "CNB_REGISTRY_AUTH": "{}"}
        creator = [self.machine.lifecycle / "creator", "-uid", str(os.getuid()), "-gid", str(os.getgid())]
        creator += ["-app", work / "app", "-buildpacks", work / "buildpacks", "-order", work / "order.toml"]
        creator += ["-run", work / "run.toml", "-layers", work / "layers", "-platform", work / "platform"]
        creator += ["-cache-dir", work / "cache", "-launcher", self.machine.lifecycle / "launcher", self.reference]
        return creator, env

    def build(self):
        return run(*self.prepare(), self.work, self.work / "log")

    def parts(self):
        return parts_of(*self.prepare(), self.work)


# What the lifecycle says when it comes to a part of its work, and what it has been doing until then.
PARTS = (
    ("===> RESTORING", None),
    ("===> BUILDING", "restoring"),
    ("===> EXPORTING", "building"),
    ("*** Images", "exporting"),
    (None, "keeping the cache"),
)


def parts_of(command, env, directory):
    """Seconds of the parts of a whole build, by when the lifecycle's lines come."""
    times, parts, since = iter(PARTS), {}, 0.0
    start = time.perf_counter()
    mark, part = next(times)
    with subprocess.Popen(command, env=env, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        for line in process.stdout:
            if mark and mark.encode() in line:
                now = time.perf_counter() - start
                if part:
                    parts[part] = now - since
                since = now
                mark, part = next(times)
    if process.returncode or mark:
        sys.exit(f"error: exit code {process.returncode}: {' '.join(map(str, command))}")
    parts[part] = time.perf_counter() - start - since
    return parts


FLOOR = """#!/bin/sh
# Does nothing: layers of the previous image are taken again.
set -e
for layer in python venv; do
    [ -f "$1/$layer.toml" ] || cp -a "{contents}/$layer" "$1"
    printf '[types]\\nlaunch = true\\n[metadata]\\nkey = "1"\\n' >"$1/$layer.toml"
done
"""


def write_floor(directory, contents):
    """The buildpack that the lifecycle's own cost is measured with; its first build copies the layers `contents`."""
    (directory / "bin").mkdir(parents=True)
    (directory / "buildpack.toml").write_text(
        'api = "0.10"\n[buildpack]\nid = "adder/floor"\nversion = "1"\n[[targets]]\nos = "linux"\n', encoding="utf-8"
    )
    for name, text in (("detect", "#!/bin/sh\n"), ("build", FLOOR.format(contents=contents))):
        (directory / "bin" / name).write_text(text, encoding="utf-8")
        (directory / "bin" / name).chmod(0o755)
    return directory
