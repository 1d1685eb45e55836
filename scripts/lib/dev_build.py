"""What the lifecycle does between a buildpack's phases, for a group of one buildpack; see scripts/dev-build.sh.

    dev_build.py describe BUILDPACK                   its id, version, API and whether it wants a clear environment
    dev_build.py plan BUILD_PLAN BUILDPACK_PLAN       the buildpack plan, of what detect wrote
    dev_build.py restore PREVIOUS IMAGE ID            what a new build finds of the previous one
    dev_build.py export PREVIOUS IMAGE ID API         makes IMAGE whole after a build, and says what is in it
    dev_build.py processes IMAGE                      type, "default" or "-", and command, a line each

PREVIOUS and IMAGE are directories with the two that a platform keeps: `layers` (the image's, with `config`, which the
launcher reads) and `cache` (contents of the layers that are in the build cache alone).
"""

import datetime
import json
import os
import re
import shutil
import sys
import tomllib
from pathlib import Path

NOT_LAYERS = {"launch", "build", "store"}
APIS = {"0.9", "0.10", "0.11", "0.12"}
KINDS = ("launch", "build", "cache")


class Refusal(Exception):
    """What is wrong with the buildpack's output, for the person who writes it."""


def read_toml(file):
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{file.name} is no TOML: {error}") from error


def toml_key(key):
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_value(key)


def toml_value(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml_key(key)} = {toml_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def write_toml(file, table):
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for key, value in table.items():
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            for item in value:
                lines.append(f"[[{toml_key(key)}]]")
                lines += [f"{toml_key(name)} = {toml_value(entry)}" for name, entry in item.items()]
        elif isinstance(value, dict):
            lines.append(f"[{toml_key(key)}]")
            lines += [f"{toml_key(name)} = {toml_value(entry)}" for name, entry in value.items()]
        else:
            lines.insert(0, f"{toml_key(key)} = {toml_value(value)}")
    file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def as_restored(value):
    """The lifecycle keeps metadata as JSON in a label: numbers come back as floats, dates as strings."""
    if isinstance(value, dict):
        return {key: as_restored(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_restored(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    return value


def remove(path):
    if path.is_dir() and not path.is_symlink():
        for directory, _, _ in os.walk(path):
            os.chmod(directory, 0o700)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class Layers:
    """A buildpack's part of PREVIOUS or IMAGE."""

    def __init__(self, image, buildpack_id):
        name = buildpack_id.replace("/", "_")
        self.directory = Path(image) / "layers" / name
        self.cache = Path(image) / "cache" / name

    def names(self):
        return sorted(file.stem for file in self.directory.glob("*.toml") if file.stem not in NOT_LAYERS)

    def toml(self, name):
        return self.directory / f"{name}.toml"

    def contents(self, name):
        return self.directory / name

    def cached_contents(self, name):
        """Where the contents of a cache layer are: beside the others only if they are the image's as well."""
        return self.directory / name if self.types(name)["launch"] else self.cache / name

    def types(self, name):
        table = read_toml(self.toml(name))
        misplaced = [kind for kind in KINDS if kind in table]
        if misplaced:
            raise Refusal(f"{name}.toml: {misplaced[0]} belongs into the table [types]")
        types = {kind: table.get("types", {}).get(kind, False) for kind in KINDS}
        for kind, value in types.items():
            if not isinstance(value, bool):
                raise Refusal(f"{name}.toml: types.{kind} is neither true nor false")
        return types

    def metadata(self, name):
        return read_toml(self.toml(name)).get("metadata", {})


def describe(buildpack):
    file = Path(buildpack) / "buildpack.toml"
    descriptor = read_toml(file)
    if not descriptor:
        raise Refusal(f"there is no {file}")
    about = descriptor.get("buildpack", {})
    api = descriptor.get("api", "")
    if api not in APIS:
        raise Refusal(f"{file} is for Buildpack API {api or '(none)'}; known here are {', '.join(sorted(APIS))}")
    if not about.get("id"):
        raise Refusal(f"{file} names no id")
    print(about["id"], about.get("version", ""), api, str(about.get("clear-env", False)).lower())


def names_of(entries):
    return {entry.get("name", "") for entry in entries}


def plan(build_plan, buildpack_plan):
    """The first alternative that provides what it requires and requires what it provides."""
    written = read_toml(Path(build_plan))
    alternatives = [written, *written.get("or", [])]
    for alternative in alternatives:
        requires = alternative.get("requires", [])
        if any("version" in entry for entry in requires):
            raise Refusal("the build plan requires a version: that belongs into the metadata")
        if names_of(alternative.get("provides", [])) == names_of(requires):
            write_toml(Path(buildpack_plan), {"entries": requires})
            return
    raise Refusal(
        "the build plan cannot be met by this buildpack alone: "
        + "; or ".join(
            f"it provides {sorted(names_of(a.get('provides', [])))} and requires {sorted(names_of(a.get('requires', [])))}"
            for a in alternatives
        )
    )


def restore(previous, image, buildpack_id):
    """Metadata of all that the image or the cache has, without the types; contents of cache layers alone."""
    old, new = Layers(previous, buildpack_id), Layers(image, buildpack_id)
    new.directory.mkdir(parents=True)
    for name in old.names():
        types = old.types(name)
        if not types["cache"] and (types["build"] or not types["launch"]):
            continue
        metadata = as_restored(old.metadata(name))
        write_toml(new.toml(name), {"metadata": metadata} if metadata else {})
        for sbom in old.directory.glob(f"{name}.sbom.*"):
            shutil.copy2(sbom, new.directory)
        if types["cache"] and old.cached_contents(name).is_dir():
            shutil.copytree(old.cached_contents(name), new.contents(name), symlinks=True)
    store = old.directory / "store.toml"
    if store.exists():
        write_toml(new.directory / store.name, as_restored(read_toml(store)))


def check_launch(launch):
    processes = launch.get("processes", [])
    for process in processes:
        kind = process.get("type", "")
        if not kind or re.search(r"[/><:|&\\]", kind):
            raise Refusal(f"launch.toml: {kind!r} is no type of a process")
        if "direct" in process:
            raise Refusal(f"launch.toml, process {kind}: there is no `direct` since Buildpack API 0.9")
        if not isinstance(process.get("command"), list) or not process["command"]:
            raise Refusal(f"launch.toml, process {kind}: its command is no list of words")
    if sum(process.get("default", False) for process in processes) > 1:
        raise Refusal("launch.toml: more than one process is the default")


def judge(old, new, name):
    """What becomes of a layer that a build has left: what to do with it, and what to say of it."""
    types = new.types(name)
    has_contents = new.contents(name).is_dir()
    if not any(types.values()):
        return "remove", "without a type: not kept"
    if types["launch"] and not has_contents:
        if types["cache"]:
            raise Refusal(f"the layer {name} is launch and cache, and has no contents")
        if not (old.toml(name).exists() and old.contents(name).is_dir()):
            raise Refusal(f"the layer {name} cannot be reused: the previous image has none, and the build made none")
        return "reuse", "reused from the previous image"
    if types["launch"]:
        return "keep", "made by this build"
    if types["cache"]:
        return ("cache", "for the next build") if has_contents else ("keep", "for the next build, but empty")
    return "remove", "for this build alone"


def settle(old, new, name, action):
    """Repeated after an interruption, it goes on where it was."""
    if action == "reuse":
        os.rename(old.contents(name), new.contents(name))
    elif action == "cache":
        new.cache.mkdir(parents=True, exist_ok=True)
        os.rename(new.contents(name), new.cache / name)
    elif action == "remove":
        remove(new.contents(name))


def write_launcher_metadata(image, buildpack_id, api, launch):
    processes = [{**process, "direct": True, "buildpack-id": buildpack_id} for process in launch.get("processes", [])]
    write_toml(
        Path(image) / "layers/config/metadata.toml",
        {"buildpacks": [{"id": buildpack_id, "version": "0", "api": api}], "processes": processes},
    )


def size_of(directory):
    sizes = {}
    for parent, _, files in os.walk(directory):
        for file in files:
            stat = os.lstat(os.path.join(parent, file))
            sizes[stat.st_ino] = stat.st_size
    return len(sizes), sum(sizes.values())


def shown(value):
    if isinstance(value, list):
        text = f"{len(value)}: {', '.join(map(shown, value))}"
    elif isinstance(value, dict):
        text = ", ".join(f"{key} {shown(item)}" for key, item in value.items())
    else:
        text = str(value)
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return text[:12] + "…"
    return text if len(text) <= 84 else text[:83] + "…"


def show_layer(layers, name, remark):
    types = layers.types(name)
    contents = layers.cached_contents(name) if types["cache"] else layers.contents(name)
    kinds = ", ".join(kind for kind in KINDS if types[kind]) or "-"
    files, size = size_of(contents)
    amount = f"{size / 1e6:.1f} MB in {files} files" if contents.is_dir() else "-"
    print(f"{name:<12} {kinds:<14} {amount:<26} {remark}")
    for key, value in layers.metadata(name).items():
        print(f"  {key:<16} {shown(value)}")


def export(previous, image, buildpack_id, api):
    old, new = Layers(previous, buildpack_id), Layers(image, buildpack_id)
    launch = read_toml(new.directory / "launch.toml")
    check_launch(launch)
    decisions = {name: judge(old, new, name) for name in new.names()}
    (Path(image) / "committed").touch()  # from here on, an interrupted export is finished and not undone
    for name, (action, _) in decisions.items():
        settle(old, new, name, action)
    for directory in [entry for entry in new.directory.iterdir() if entry.is_dir()]:
        if directory.name not in decisions:
            remove(directory)  # without a TOML file nothing is a layer
    write_launcher_metadata(image, buildpack_id, api, launch)
    for name, (_, remark) in decisions.items():
        show_layer(new, name, remark)


def processes(image):
    for process in read_toml(Path(image) / "layers/config/metadata.toml").get("processes", []):
        words = process["command"] + process.get("args", [])
        print(process["type"], "default" if process.get("default") else "-", " ".join(words))


COMMANDS = {"describe": describe, "plan": plan, "restore": restore, "export": export, "processes": processes}

if __name__ == "__main__":
    try:
        COMMANDS[sys.argv[1]](*sys.argv[2:])
    except Refusal as refusal:
        sys.exit(f"error: {refusal}")
