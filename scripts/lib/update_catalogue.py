"""update_catalogue.py CATALOGUE SOURCE RELEASE_CYCLE [--check]: see scripts/update-catalogue.sh.

The catalogue is changed line by line, so that its comments and order stay.
"""

import calendar
import json
import os
import re
import sys

SERIES = re.compile(
    r'\[\[metadata\.series\]\]\nlatest = "(?P<latest>[0-9.]+)"\nend-of-life = "(?P<end>[0-9-]+)"\n'
)
FINAL = r"(\d+)\.(\d+)\.(\d+)"
FILE_NAME = re.compile(rf"python-{FINAL}(\+\d+)?-.+\.tar\.zst")


class Refusal(Exception):
    """What is wrong with the input, for a person."""


def text_of(version):
    return ".".join(map(str, version))


def read_json(file):
    try:
        with open(file, encoding="utf-8") as stream:
            return json.load(stream)
    except ValueError as error:
        raise Refusal(f"{file} is not JSON: {error}") from error


def versions_in_directory(directory):
    matches = map(FILE_NAME.fullmatch, os.listdir(directory))
    return [tuple(map(int, match.groups()[:3])) for match in matches if match]


def versions_in_index(file):
    index = read_json(file)
    if not isinstance(index, dict) or index.get("schema") != 1:
        raise Refusal(f"{file} is no index of runtime archives of schema 1")
    ordinary = [entry["version"] for entry in index["archives"] if not entry.get("free_threaded")]
    matches = (re.fullmatch(FINAL, version) for version in ordinary)
    return [tuple(map(int, match.groups())) for match in matches if match]


def newest_of_each_series(source):
    versions = versions_in_directory(source) if os.path.isdir(source) else versions_in_index(source)
    if not versions:
        raise Refusal(f"{source} has no runtime archives")
    newest = {}
    for version in sorted(versions):
        newest[version[:2]] = version
    return newest


def last_day(date):
    """A month is the day it ends: '2029-10' is '2029-10-31'."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 2:
        parts.append(calendar.monthrange(*parts)[1])
    return "{:04}-{:02}-{:02}".format(*parts)


def ends_of_series(file):
    """By series, from either of the two common forms."""
    if not file:
        return {}
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


def block(latest, end):
    return f'[[metadata.series]]\nlatest = "{text_of(latest)}"\nend-of-life = "{end}"\n'


def updated(catalogue, newest, ends):
    """The catalogue's new text, and what was changed."""
    changes = []
    known = {}

    def update(match):
        before = tuple(map(int, match["latest"].split(".")))
        series = before[:2]
        latest = max(before, newest.get(series, before))
        end = ends.get(series, match["end"])
        known[series] = latest
        if latest != before:
            changes.append(f"{text_of(series)}: {text_of(before)} → {text_of(latest)}")
        if end != match["end"]:
            changes.append(f"{text_of(series)}: ends on {end}, not {match['end']}")
        return block(latest, end)

    text = SERIES.sub(update, catalogue)
    if not known:
        raise Refusal("the catalogue has no [[metadata.series]]")
    for series in sorted(newest):
        if series < max(known) or series in known:
            continue
        if series not in ends:
            raise Refusal(
                f"there is a Python {text_of(series)}, which is new, and nothing says when it ends: "
                "give --release-cycle"
            )
        last = list(SERIES.finditer(text))[-1]
        text = text[: last.end()] + "\n" + block(newest[series], ends[series]) + text[last.end() :]
        known[series] = newest[series]
        changes.append(f"{text_of(series)}: new, {text_of(newest[series])}, ends on {ends[series]}")
    return text, changes


def main(catalogue, source, release_cycle, *options):
    with open(catalogue, encoding="utf-8") as stream:
        before = stream.read()
    after, changes = updated(before, newest_of_each_series(source), ends_of_series(release_cycle))
    print("\n".join(changes) if changes else "The catalogue is up to date.")
    if "--check" in options:
        return 1 if changes else 0
    if changes:
        with open(catalogue + ".new", "w", encoding="utf-8") as stream:
            stream.write(after)
        os.replace(catalogue + ".new", catalogue)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, Refusal) as error:
        sys.exit(f"error: {error}")
