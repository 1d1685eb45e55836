"""refresh.py COMMAND FILE ARGUMENT…: reads and edits what scripts/refresh.sh brings up to date.

Files are changed line by line, so that their comments and order stay, and each change is printed. What is wrong with an
input is said in one line, which begins with "error:"; the exit code is then 1.
"""

import calendar
import datetime
import hashlib
import json
import os
import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

Version = tuple[int, int, int]
Series = tuple[int, int]

FINAL = re.compile(r"(\d+)\.(\d+)\.(\d+)")
ARCHIVE = re.compile(r"python-(\d+\.\d+\.\d+)(?:\+\d+)?-[^-]+-[^-]+-([^-]+)\.tar\.zst")
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}  # as uv names them, and as the buildpack does
STANDALONE_BUILDS = ("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu",
                     "aarch64-unknown-linux-musl")


class Refusal(Exception):
    """What is wrong with an input, for a person."""


def text_of(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def final_version(text: object) -> Version | None:
    match = FINAL.fullmatch(text) if isinstance(text, str) else None
    return tuple(map(int, match.groups())) if match else None


def read_json(file: str) -> object:
    try:
        return json.loads(Path(file).read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is not UTF-8 text: {error.reason} at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise Refusal(f"{file} is not JSON: {error}") from error


# What releases of Python there are


# Each release with the architecture of a file that holds it. What only one of the architectures has yet is not the newest
# of its series: the catalogue is one for both.
Found = list[tuple[Version, str]]


def found_in_directory(directory: str) -> Found:
    matches = map(ARCHIVE.fullmatch, os.listdir(directory))
    return [(version, match[2]) for match in matches if match and (version := final_version(match[1]))]


def found_in_index(file: str, index: dict) -> Found:
    if index.get("schema") != 1 or not isinstance(index.get("archives"), list):
        raise Refusal(f"{file} is not an index of runtime archives (schema 1)")
    found = []
    for number, entry in enumerate(index["archives"], start=1):
        if not isinstance(entry, dict) or not isinstance(entry.get("version"), str):
            raise Refusal(f"{file}: archive {number} has no version")
        target = entry.get("target")
        if not isinstance(target, dict) or not isinstance(target.get("arch"), str):
            raise Refusal(f"{file}: archive {number} has no target with an arch")
        ordinary = not entry.get("free_threaded") and entry.get("variant", "full") == "full"
        if ordinary and (version := final_version(entry["version"])):
            found.append((version, target["arch"]))
    return found


def ordinary_builds(file: str, listed: list) -> list[dict]:
    """CPython for Linux, of the architectures the buildpack serves, as `uv python list` prints it."""
    builds = []
    for number, entry in enumerate(listed, start=1):
        if not isinstance(entry, dict) or not isinstance(entry.get("version"), str):
            raise Refusal(f"{file}: entry {number} has no version")
        is_ours = (entry.get("implementation"), entry.get("os")) == ("cpython", "linux")
        if is_ours and entry.get("arch") in ARCHITECTURES and isinstance(entry.get("url"), str):
            builds.append(entry)
    return builds


def found_in(source: str) -> Found:
    if os.path.isdir(source):
        return found_in_directory(source)
    data = read_json(source)
    if isinstance(data, dict):
        return found_in_index(source, data)
    if isinstance(data, list):
        builds = [entry for entry in ordinary_builds(source, data) if entry.get("variant") == "default"]
        return [(version, ARCHITECTURES[entry["arch"]]) for entry in builds if (version := final_version(entry["version"]))]
    raise Refusal(f"{source} is neither an index of runtime archives nor uv's list")


def newest_of_each_series(source: str) -> dict[Series, Version]:
    by_series: dict[Series, dict[str, set[Version]]] = {}
    for version, architecture in found_in(source):
        if architecture in ARCHITECTURES.values():
            by_series.setdefault(version[:2], {}).setdefault(architecture, set()).add(version)
    newest = {}
    for series, versions in by_series.items():
        if common := set.intersection(*versions.values()):
            newest[series] = max(common)
    if not newest:
        raise Refusal(f"{source} has no release of Python")
    return newest


# When series end


def end_by_rule(series: Series) -> str:
    """PEP 602: a series is released in October and maintained for five years; 3.14 was released in 2025."""
    return f"{2025 + series[1] - 14 + 5}-10-31"


def last_day(date: str) -> str:
    """A month is the day it ends: '2029-10' is '2029-10-31'."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 2:
        parts.append(calendar.monthrange(*parts)[1])
    return datetime.date(*parts).isoformat()


def ends_of_series(file: str) -> dict[Series, str]:
    """By series, from either of the two common forms."""
    data = read_json(file)
    try:
        if isinstance(data, dict):
            dates = {name: series["end_of_life"] for name, series in data.items()}
        else:
            dates = {series["cycle"]: series["eol"] for series in data}
        return {
            tuple(map(int, name.split("."))): last_day(date)
            for name, date in dates.items()
            if re.fullmatch(r"3\.\d+", name) and isinstance(date, str)
        }
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal(f"{file} does not say when series of Python end: {error!r}") from error


# buildpack.toml


def read_toml(text: str, name: str) -> dict:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{name} is not valid TOML: {error}") from error


class Lines:
    """A TOML file as lines: tables are found by their headers, values are replaced where they stand."""

    def __init__(self, file: str) -> None:
        self.file = Path(file)
        try:
            self.lines = self.file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise Refusal(f"{file} is not UTF-8 text") from error

    def tables(self, header: str) -> list[range]:
        """The lines of each table with that header, without the header."""
        starts = [number for number, line in enumerate(self.lines) if line.lstrip().startswith("[")]
        found = []
        for start, end in zip(starts, starts[1:] + [len(self.lines)]):
            if self.lines[start].split("#")[0].strip() == header:
                found.append(range(start + 1, end))
        return found

    def replace(self, table: range, key: str, value: str) -> None:
        pattern = re.compile(rf'^(\s*{re.escape(key)}\s*=\s*)"[^"]*"(.*)$')
        for number in table:
            if match := pattern.match(self.lines[number]):
                self.lines[number] = f'{match[1]}"{value}"{match[2]}'
                return
        raise Refusal(f"{self.file}: the table at line {table.start} has no {key} on a line of its own")

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def write(self) -> None:
        read_toml(self.text(), str(self.file))
        self.file.write_text(self.text(), encoding="utf-8")


def metadata_of(file: str) -> dict:
    return read_toml(Lines(file).text(), file).get("metadata", {})


def series_of(file: str) -> list[tuple[Version, str]]:
    """The newest patch and the end of each series."""
    found = []
    for entry in metadata_of(file).get("series", []):
        latest = final_version(entry.get("latest"))
        if not latest or not isinstance(entry.get("end-of-life"), str):
            raise Refusal(f"{file}: a [[metadata.series]] lacks latest or end-of-life, or has another form than \"3.14.2\"")
        found.append((latest, entry["end-of-life"]))
    if not found:
        raise Refusal(f"{file} has no [[metadata.series]]")
    return found


def refresh_series(file: str, source: str, cycle: str | None = None) -> None:
    newest, ends = newest_of_each_series(source), ends_of_series(cycle) if cycle else {}
    catalogue, before = Lines(file), series_of(file)
    known = [latest[:2] for latest, _ in before]
    for (latest, end), table in zip(before, catalogue.tables("[[metadata.series]]"), strict=True):
        series = latest[:2]
        patch, new_end = max(latest, newest.get(series, latest)), ends.get(series, end)
        catalogue.replace(table, "latest", text_of(patch))
        catalogue.replace(table, "end-of-life", new_end)
        if patch != latest:
            print(f"{text_of(series)}: {text_of(latest)} → {text_of(patch)}")
        if new_end != end:
            print(f"{text_of(series)}: ends on {new_end}, not {end}")
    for series in sorted(series for series in newest if series > max(known)):
        end = ends.get(series, end_by_rule(series))
        if cycle and end != end_by_rule(series):
            print(f"{text_of(series)}: {cycle} says that it ends on {end}, PEP 602 that it does on {end_by_rule(series)}")
        last = catalogue.tables("[[metadata.series]]")[-1]
        at = max(number for number in last if re.match(r"\s*[a-z]", catalogue.lines[number])) + 1
        block = ["", "[[metadata.series]]", f'latest = "{text_of(newest[series])}"', f'end-of-life = "{end}"']
        catalogue.lines[at:at] = block
        print(f"{text_of(series)}: new, {text_of(newest[series])}, ends on {end}")
    catalogue.write()


def set_date(file: str, today: str) -> None:
    catalogue = Lines(file)
    if metadata_of(file).get("data-date") != today:
        catalogue.replace(catalogue.tables("[metadata]")[0], "data-date", today)
        print(f"data-date: {today}")
    catalogue.write()


def check_age(file: str, limit: str) -> None:
    date = metadata_of(file).get("data-date")
    try:
        age = (datetime.date.today() - datetime.date.fromisoformat(date)).days
    except (TypeError, ValueError) as error:
        raise Refusal(f"{file} has no data-date like 2026-11-30") from error
    if age > int(limit):
        raise Refusal(f"the data in {file} is of {date}, {age} days ago; {limit} are allowed")


# uv's wheels


def platform_of(wheel: str) -> str:
    """The first platform in a wheel's name."""
    return wheel.removesuffix(".whl").split("-")[-1].split(".")[0]


def print_uv_platforms(file: str) -> None:
    for wheel in metadata_of(file)["uv"]["wheels"]:
        print(platform_of(wheel["file"]))


def refresh_uv(file: str, directory: str) -> None:
    catalogue, uv = Lines(file), metadata_of(file)["uv"]
    wheels = {name for name in os.listdir(directory) if name.endswith(".whl")}
    versions = {name.split("-")[1] for name in wheels}
    if len(versions) != 1:
        raise Refusal(f"the newest wheels of uv are of several versions: {', '.join(sorted(versions))}")
    version = versions.pop()
    for wheel, table in zip(uv["wheels"], catalogue.tables("[[metadata.uv.wheels]]"), strict=True):
        name = next((name for name in wheels if platform_of(wheel["file"]) in name), None)
        if not name:
            raise Refusal(f"uv {version} has no wheel for {platform_of(wheel['file'])}")
        catalogue.replace(table, "file", name)
        catalogue.replace(table, "sha256", hashlib.sha256((Path(directory) / name).read_bytes()).hexdigest())
    catalogue.replace(catalogue.tables("[metadata.uv]")[0], "version", version)
    if version != uv["version"]:
        print(f"uv: {uv['version']} → {version}")
    elif catalogue.text() != Lines(file).text():
        print(f"uv {version}: other wheels")
    catalogue.write()


# python-build-standalone's archives


def release_and_file(entry: dict) -> tuple[str, str]:
    *_, release, file = unquote(entry["url"]).split("/")
    return release, file


def newest_release(file: str) -> str:
    releases = {release_and_file(entry)[0] for entry in ordinary_builds(file, read_json(file))}
    dated = sorted(release for release in releases if re.fullmatch(r"20\d{6}", release))
    if not dated:
        raise Refusal(f"{file} names no release of python-build-standalone")
    return dated[-1]


def print_standalone_archives(file: str, wanted: str) -> None:
    for entry in ordinary_builds(file, read_json(file)):
        release, name = release_and_file(entry)
        is_served = any(f"-{build}-" in name for build in STANDALONE_BUILDS)
        if release == wanted and is_served and final_version(entry["version"]):
            print(entry["key"], name)


def refresh_standalone(file: str, sums_file: str, release: str, new_sums: str) -> None:
    before, after = Path(sums_file).read_text(), "".join(sorted(Path(new_sums).read_text().splitlines(keepends=True)))
    catalogue = Lines(file)
    for table in catalogue.tables("[[metadata.sources]]"):
        text = "\n".join(catalogue.lines[number] for number in table)
        if match := re.search(r'url = "(python-build-standalone\+.*/download/)(\d+)"', text):
            catalogue.replace(table, "url", match[1] + release)
            if match[2] != release:
                print(f"python-build-standalone: {match[2]} → {release}")
    if after != before:
        print(f"python-build-standalone {release}: {len(after.splitlines())} archives")
    Path(sums_file).write_text(after)
    catalogue.write()


# Tools


def refresh_tool(file: str, name: str, new: str, old: str) -> None:
    package = re.sub(r"-\d$", "", name)
    match = re.search(rf"^{package}(?:\[.*?\])?==(\S+)", Path(new).read_text(), re.MULTILINE)
    if not match:
        raise Refusal(f"there is no version of {package} in what uv chose for {name}")
    catalogue, before = Lines(file), metadata_of(file)["tools"][name]
    catalogue.replace(catalogue.tables("[metadata.tools]")[0], name, match[1])
    if match[1] != before:
        print(f"{name}: {before} → {match[1]}")
    elif not Path(old).exists() or Path(new).read_text() != Path(old).read_text():
        print(f"{name} {before}: other versions of what it needs")
    Path(old).write_text(Path(new).read_text())
    catalogue.write()


# The libraries of static programs


def refresh_static(file: str, target: str, pins: str) -> None:
    lines = Path(file).read_text().splitlines()
    before = [line for line in lines if line.startswith(target + " ")]
    after = Path(pins).read_text().splitlines()
    kept = [line for line in lines if not line.startswith(target + " ")]
    known = {tuple(line.split()[1:4]): line.split()[4] for line in before}
    for line in after:
        _, kind, name, architecture, version, _ = line.split()
        old = known.get((kind, name, architecture))
        if old != version:
            print(f"{name} ({target}{'' if architecture == '-' else ', ' + architecture}): {old or 'new'} → {version}")
    Path(file).write_text("\n".join(kept + after) + "\n")


COMMANDS = {
    "age": check_age,
    "series": refresh_series,
    "date": set_date,
    "uv": refresh_uv,
    "uv-platforms": print_uv_platforms,
    "uv-version": lambda file: print(metadata_of(file)["uv"]["version"]),
    "oldest-series": lambda file: print(text_of(series_of(file)[0][0][:2])),
    "series-numbers": lambda file: print("\n".join(text_of(latest[:2]) for latest, _ in series_of(file))),
    "standalone": refresh_standalone,
    "standalone-release": lambda file: print(newest_release(file)),
    "standalone-archives": print_standalone_archives,
    "tool": refresh_tool,
    "static": refresh_static,
}

if __name__ == "__main__":
    try:
        COMMANDS[sys.argv[1]](*sys.argv[2:])
    except (OSError, Refusal) as error:
        sys.exit(f"error: {error}")
    except KeyError as error:
        sys.exit(f"error: {sys.argv[2]} has no {error}")
