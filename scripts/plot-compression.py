#!/usr/bin/env python3
"""plot-compression.py ARCHIVE OUTPUT: what zstd's level and window do to a runtime archive.

Unpacks ARCHIVE (tar.zst), packs it again with `runtime-archive pack` at every combination, and decompresses each
with `zstd`. Writes OUTPUT.json and OUTPUT.svg, and prints a table. Takes about ten minutes for 40 MB of Python.

Times are processor time, the least of several runs: other work on the machine makes little difference to it.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

LEVELS = [3, 9, 15, 19, 22]
WINDOWS = [20, 21, 22, 23, 24, 25, 27]
RUNS = 7
TOOL = pathlib.Path(__file__).parent.parent / "build/release/bin/runtime-archive"
COLOURS = ["#9e9ac8", "#6baed6", "#74c476", "#fd8d3c", "#c0392b"]


def cost_of(command):
    """Seconds of processor time and bytes of memory."""
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def measure(tree, version, level, window, work):
    output = work / f"{level}-{window}"
    packing, _ = cost_of(
        [TOOL, "pack", tree, "--version", version, "--output", output, "--level", str(level)]
        + ["--window-log", str(window), "--jobs", "1"]
    )
    archive = next(output.glob("*.tar.zst"))
    runs = [cost_of(["zstd", "-d", "-c", "--long=27", archive]) for _ in range(RUNS)]
    return {
        "level": level,
        "window_log": window,
        "bytes": archive.stat().st_size,
        "pack_seconds": round(packing, 2),
        "unpack_seconds": round(min(seconds for seconds, _ in runs), 4),
        "unpack_memory": min(memory for _, memory in runs),
    }


def chart(points, value, title, unit, left):
    """One panel: the window along, the value up, a line for each level."""
    width, height, top = 360, 240, 50
    highest = max(point[value] for point in points) * 1.05
    lowest = min(point[value] for point in points) * 0.95

    def place(window, amount):
        x = left + width * (window - WINDOWS[0]) / (WINDOWS[-1] - WINDOWS[0])
        return x, top + height * (1 - (amount - lowest) / (highest - lowest))

    parts = [f'<text x="{left}" y="{top - 20}" class="title">{title}</text>']
    for step in range(5):
        amount = lowest + (highest - lowest) * step / 4
        _, y = place(WINDOWS[0], amount)
        parts.append(f'<line x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" class="right">{amount * unit[0]:.{unit[1]}f}</text>')
    for window in WINDOWS:
        x, _ = place(window, lowest)
        parts.append(f'<text x="{x:.1f}" y="{top + height + 18}" class="middle">2^{window}</text>')
    for level, colour in zip(LEVELS, COLOURS):
        line = [place(point["window_log"], point[value]) for point in points if point["level"] == level]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
        parts.append(f'<polyline points="{path}" stroke="{colour}"/>')
        parts.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in line)
    return parts


def svg(points):
    legend = []
    for number, (level, colour) in enumerate(zip(LEVELS, COLOURS)):
        x = 70 + number * 90
        legend.append(f'<line x1="{x}" x2="{x + 20}" y1="345" y2="345" stroke="{colour}" stroke-width="2"/>')
        legend.append(f'<text x="{x + 26}" y="349">level {level}</text>')
    body = [
        *chart(points, "bytes", "Size in MB, by window", (1e-6, 1), 60),
        *chart(points, "unpack_seconds", "Decompression in ms of processor time", (1e3, 0), 500),
        *legend,
    ]
    style = (
        "text{font:12px sans-serif;fill:#333}.title{font-weight:bold}.right{text-anchor:end}"
        ".middle{text-anchor:middle}.grid{stroke:#ddd}polyline{fill:none;stroke-width:2}"
    )
    return "\n".join(
        ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 365">', f"<style>{style}</style>"]
        + ['<rect width="900" height="365" fill="#fff"/>', *body, "</svg>\n"]
    )


def main(archive, output):
    version = re.search(r"python-(\d+\.\d+\.\d+)", archive).group(1)
    points = []
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        tree = work / "tree"
        tree.mkdir()
        subprocess.run(["tar", "--zstd", "-xf", archive, "-C", tree], check=True)
        print("level  window      size    pack   unpack  memory to unpack")
        for level in LEVELS:
            for window in WINDOWS:
                point = measure(tree, version, level, window, work)
                points.append(point)
                print(
                    f"{level:5}  2^{window}  {point['bytes'] / 1e6:6.2f} MB {point['pack_seconds']:5.1f} s"
                    f" {point['unpack_seconds'] * 1e3:5.0f} ms  {point['unpack_memory'] / 1e6:7.0f} MB",
                    flush=True,
                )
    document = {"python": version, "unpacked_with": "zstd -d", "points": points}
    pathlib.Path(output + ".json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    pathlib.Path(output + ".svg").write_text(svg(points), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__.splitlines()[0])
    main(*sys.argv[1:])
