"""Packages made for benchmarks: as many, or as large, as is wanted."""

import os
import random
import zipfile

import simple_index

FILE = 256 * 1024


def write_wheel(directory, name, files):
    """`files`: a dictionary of contents by path."""
    info = f"{name}-1.0.dist-info"
    entries = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*entries, f"{info}/RECORD"])
    with zipfile.ZipFile(directory / f"{name}-1.0-py3-none-any.whl", "w", zipfile.ZIP_STORED) as wheel:
        for path, content in {**entries, f"{info}/RECORD": record}.items():
            wheel.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), content)


def write_package(index, axis, size, wheels):
    """Fills `index` with packages and with the wheels of uv in `wheels`; returns requirements for it."""
    files = index / "files"
    files.mkdir()
    for uv in wheels.glob("uv-*.whl"):
        os.symlink(uv, files / uv.name)
    names = [f"bench{number:03}" for number in range(size if axis == "dependencies" else 1)]
    if axis == "dependencies":
        # A few modules of a few functions, as a small package has.
        source = "".join(f"def f{number}(x):\n    return [x + {number}, str(x)]\n\n\n" for number in range(12))
        for name in names:
            write_wheel(files, name, {f"{name}/m{number}.py": source for number in range(3)} | {f"{name}/__init__.py": ""})
    else:
        # Compresses to a third or so, as libraries do.
        block = random.Random(1).randbytes(FILE // 3)
        content = block + bytes(FILE - len(block))
        count = size * 1000 * 1000 // FILE
        write_wheel(files, names[0], {f"{names[0]}/{number}.bin": content for number in range(count)})
    simple_index.write_index(index)
    return [f"{name}==1.0" for name in names]
