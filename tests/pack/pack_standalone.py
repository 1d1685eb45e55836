"""pack_standalone.py MODULE ARCH DIRECTORY: packs the python-build-standalone in the Go module go-embed-python as its
release would be: cpython-VERSION+DATE-TRIPLE-install_only_stripped.tar.gz, with the top directory `python`.

The module holds the files themselves, some compressed, and files.json, which has their names and modes as Go writes them.
"""

import gzip
import io
import json
import pathlib
import re
import sys
import tarfile

DIRECTORY = 1 << 31
TRIPLES = {"amd64": "x86_64-unknown-linux-gnu", "arm64": "aarch64-unknown-linux-gnu"}

module, arch, output = sys.argv[1:]
data = pathlib.Path(module, "python/internal/data", f"linux-{arch}")
version, date = re.search(r"@v0\.0\.0-([0-9.]+)-(\d{8})-", module).groups()
archive = pathlib.Path(output, f"cpython-{version}+{date}-{TRIPLES[arch]}-install_only_stripped.tar.gz")


def content(name):
    file = data / name
    return file.read_bytes() if file.exists() else gzip.decompress(pathlib.Path(f"{file}.gz").read_bytes())


with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
    for entry in json.loads((data / "files.json").read_text())["files"]:
        info = tarfile.TarInfo("python/" + entry["name"])
        info.mode = entry["perm"] & 0o777
        if entry.get("symlink"):
            info.type, info.linkname = tarfile.SYMTYPE, entry["symlink"]
            tar.addfile(info)
        elif entry["perm"] & DIRECTORY:
            info.type = tarfile.DIRTYPE
            tar.addfile(info)
        else:
            bytes_ = content(entry["name"])
            info.size = len(bytes_)
            tar.addfile(info, io.BytesIO(bytes_))
