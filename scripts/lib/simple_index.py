#!/usr/bin/env python3
"""simple_index.py DIRECTORY: makes DIRECTORY/simple, a package index (PEP 503) of the wheels in DIRECTORY/files, for any
server of files. It gives each wheel's digest and, as the public index does, its metadata beside it (PEP 658)."""

import hashlib
import pathlib
import re
import sys
import zipfile


def write_index(directory):
    pages = {}
    for wheel in sorted((directory / "files").glob("*.whl")):
        name = re.sub(r"[-_.]+", "-", wheel.name.split("-")[0]).lower()
        with zipfile.ZipFile(wheel) as archive:
            metadata = next(entry for entry in archive.namelist() if entry.endswith(".dist-info/METADATA"))
            wheel.with_name(wheel.name + ".metadata").write_bytes(archive.read(metadata))
        with wheel.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        pages.setdefault(name, []).append(
            f'<a href="../../files/{wheel.name}#sha256={digest}" data-core-metadata="true">{wheel.name}</a><br>'
        )
    for name, links in pages.items():
        page = directory / "simple" / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("<!doctype html>\n" + "\n".join(links) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_index(pathlib.Path(sys.argv[1]))
