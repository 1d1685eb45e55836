#!/usr/bin/env python3
"""third_party.py BUILD-DIRECTORY OUTPUT-DIRECTORY: what others wrote that is in a static build of the buildpack.

Writes sbom.cdx.json (CycloneDX 1.5) and licenses/, a file for each component. Both come from records of the build
itself: the linker's maps name every library that a member was taken from, the compiler's dependencies every header;
the package database knows which package a file is from. What scripts/static-libraries.sh built is named in its
directory. With the same build, SOURCE_DATE_EPOCH and packages, the bytes are the same.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

PROGRAMS = ("detect", "build")
WITHOUT_LIBRARIES = ("web-environment",)
COMMON_LICENSES = Path("/usr/share/common-licenses")


@dataclass(frozen=True, order=True)
class Component:
    """A source package of the distribution."""

    name: str
    version: str
    copyright: Path


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"}).stdout


def linked_archives(build: Path) -> set[Path]:
    """Libraries of which at least one member is in a program."""
    found = set()
    for program in PROGRAMS:
        text = (build / "bin" / f"{program}.map").read_text()
        members = text.split("\nMemory Configuration\n")[0]
        found |= {(build / match).resolve() for match in re.findall(r"^(\S+\.a)\(", members, re.MULTILINE)}
    return found


def included_headers(build: Path, modules: set[str]) -> set[Path]:
    """What the objects of these libraries, and of the programs themselves, were compiled from."""
    directories = tuple(f"CMakeFiles/{name}.dir/" for name in (*modules, *PROGRAMS))
    found, is_ours = set(), False
    for line in run("ninja", "-C", str(build), "-t", "deps").splitlines():
        if line and not line.startswith(" "):
            is_ours = line.startswith(directories)
        elif is_ours and line.strip():
            found.add((build / line.strip()).resolve())
    return found


def packages_of(paths: set[Path]) -> set[str]:
    """The installed packages that files are from, as dpkg names them (libssl-dev:arm64)."""
    output = run("dpkg-query", "--search", *map(str, sorted(paths)))
    return {line.rsplit(": ", 1)[0].split(", ")[0] for line in output.splitlines() if not line.startswith("diversion")}


def component_of(package: str) -> Component:
    fields = "${Package}\t${Version}\t${source:Package}\t${source:Version}"
    name, version, source, source_version = run("dpkg-query", "--show", f"--showformat={fields}", package).split("\t")
    copyright_file = Path("/usr/share/doc") / name / "copyright"
    if cross := re.fullmatch(r"(.*)-(amd64|arm64)-cross", name):
        # Built again for cross compilers, from the sources of the package it is named after.
        native = run("dpkg-query", "--show", "--showformat=${source:Package}\n", cross[1]).splitlines()
        source, source_version = native[0], re.sub(r"cross\d+$", "", version)
        copyright_file = Path("/usr/share/doc") / cross[1] / "copyright"
    return Component(source, source_version, copyright_file)


def components(build: Path, prefix: Path) -> list[Component]:
    repository = Path(__file__).resolve().parents[2]

    def of_files(paths: set[Path]) -> set[Component]:
        foreign = {path for path in paths if not path.is_relative_to(repository) and not path.is_relative_to(prefix)}
        # The kernel's own headers declare what system calls take: no code of theirs is in the programs.
        return {component_of(package) for package in packages_of(foreign) if not package.startswith("linux-libc-dev")}

    archives = linked_archives(build)
    modules = {path.stem.removeprefix("lib") for path in archives if path.is_relative_to(build)}
    found = of_files(archives)
    for line in (prefix / "source-packages").read_text().splitlines():
        name, version = line.split()
        found.add(Component(name, version, prefix / "share/doc" / name / "copyright"))
    # A cross compiler's headers of glibc may be of another version than the library: that one counts.
    linked = {component.name for component in found}
    found |= {component for component in of_files(included_headers(build, modules)) if component.name not in linked}
    return sorted({(component.name, component.version): component for component in sorted(found)}.values())


def main_license(text: str) -> str | None:
    """The short name of what most of a package is under, if its copyright file is in Debian's format."""
    found = re.search(r"^Files: *\*\s*$(?:\n.*\S.*$)*?\nLicense: *(\S.*?) *$", text, re.MULTILINE)
    return found[1] if found else None


def write_licenses(found: list[Component], output: Path) -> None:
    directory = output / "licenses"
    directory.mkdir(parents=True, exist_ok=True)
    mentioned = set()
    for component in found:
        if not component.copyright.exists():
            sys.exit(f"error: the licence of {component.name} is not on this machine: there is no {component.copyright}\n"
                     "       Slim images leave out documentation: remove path-exclude from /etc/dpkg/dpkg.cfg.d, and\n"
                     "       install the package again: apt-get install --reinstall PACKAGE")
        text = component.copyright.read_text(errors="replace")
        (directory / f"{component.name}.txt").write_text(text)
        mentioned |= set(re.findall(r"/usr/share/common-licenses/([A-Za-z0-9.+-]*[A-Za-z0-9])", text))
    for name in sorted(mentioned):
        if (COMMON_LICENSES / name).is_file():
            (directory / "common-licenses").mkdir(exist_ok=True)
            (directory / "common-licenses" / name).write_text((COMMON_LICENSES / name).read_text())


def distribution() -> dict[str, str]:
    lines = Path("/etc/os-release").read_text().splitlines()
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


def bill_of_materials(found: list[Component], build: Path) -> dict:
    system = distribution()
    name, version, home = (
        re.search(rf'^{key} = "(.*)"$', (build / "buildpack/buildpack.toml").read_text(), re.MULTILINE)[1]
        for key in ("id", "version", "homepage")
    )

    def entry(component: Component) -> dict:
        purl = f"pkg:deb/{system['ID']}/{component.name}@{component.version.replace(':', '%3A').replace('+', '%2B')}"
        license_name = main_license(component.copyright.read_text(errors="replace"))
        return {
            "type": "library",
            "bom-ref": purl,
            "name": component.name,
            "version": component.version,
            "purl": f"{purl}?arch=source&distro={system['ID']}-{system['VERSION_ID']}",
            **({"licenses": [{"license": {"name": license_name}}]} if license_name else {}),
        }

    def program(file: str) -> dict:
        digest = hashlib.sha256((build / "buildpack/bin" / file).read_bytes()).hexdigest()
        return {"type": "file", "bom-ref": f"bin/{file}", "name": f"bin/{file}",
                "hashes": [{"alg": "SHA-256", "content": digest}]}

    entries = [entry(component) for component in found]
    programs = [program(file) for file in (*PROGRAMS, *WITHOUT_LIBRARIES)]
    root = f"pkg:generic/{name}@{version}"
    content = json.dumps([entries, programs], sort_keys=True)
    made = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), timezone.utc)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "bom-ref": root, "name": name, "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "externalReferences": [{"type": "website", "url": home}],
            },
        },
        "components": programs + entries,
        "dependencies": [{"ref": root, "dependsOn": [part["bom-ref"] for part in programs + entries]}],
    }


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: third_party.py BUILD-DIRECTORY OUTPUT-DIRECTORY")
    build, output = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    prefix = re.search(r"^CMAKE_PREFIX_PATH:[A-Z]+=(.*)$", (build / "CMakeCache.txt").read_text(), re.MULTILINE)
    found = components(build, Path(prefix[1]).resolve())
    write_licenses(found, output)
    text = json.dumps(bill_of_materials(found, build), indent=2, ensure_ascii=False)
    (output / "sbom.cdx.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
