"""Figures of a benchmark as a table, as JSON and as a plot."""

import json
import math
import pathlib
import statistics

COLOURS = ["#c0392b", "#6baed6", "#9e9ac8", "#74c476"]
UNITS = {"s": (1, 2), "ms": (1e3, 2), "MB": (1e-6, 2), "MiB": (1, 1), "": (1, 2)}


def spread(values):
    return {"min": min(values), "median": statistics.median(values), "max": max(values), "runs": len(values)}


class Report:
    def __init__(self):
        self.rows = []
        self.sizes = {}

    def add(self, figure, what, here, beside=None, unit="s", target=None, compare="ratio"):
        """`here` and `beside` are lists of values in seconds, bytes or pieces; `target` is the most that is wanted: of
        the ratio of medians, of their difference, or of the value itself, as `compare` says."""
        row = {"figure": figure, "what": what, "unit": unit, "here": spread(here)}
        here_median = row["here"]["median"]
        result = here_median
        if beside:
            row["beside"] = spread(beside)
            row["ratio"] = round(here_median / row["beside"]["median"], 3)
            row["ratio_of_minima"] = round(row["here"]["min"] / row["beside"]["min"], 3)
            row["difference"] = here_median - row["beside"]["median"]
            result = here_median if compare == "value" else row[compare]
        if target is not None:
            row["target"] = target
            row["compare"] = compare if beside else "value"
            row["met"] = result <= target
        self.rows.append(row)
        print(line(row), flush=True)

    def add_costs(self, figure, what, here, beside, target=None, compare="ratio"):
        """Of commands: on the clock, which the target is for, and in processor time."""
        clock, processor = ([cost[i] for cost in here] for i in (0, 1))
        clock_beside, processor_beside = ([cost[i] for cost in beside] for i in (0, 1))
        self.add(figure, what, clock, clock_beside, target=target, compare=compare)
        self.add("", "  the same in processor time", processor, processor_beside)

    def write(self, json_file, svg_file):
        if json_file:
            document = {"figures": self.rows, "sizes": self.sizes}
            pathlib.Path(json_file).write_text(json.dumps(rounded(document), indent=1) + "\n", encoding="utf-8")
        if svg_file and self.sizes:
            pathlib.Path(svg_file).write_text(svg(self.sizes), encoding="utf-8")


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def shown(value, unit):
    factor, digits = UNITS[unit]
    return f"{value * factor:.{digits}f}"


def shown_spread(values, unit):
    if not values:
        return ""
    if values["runs"] == 1:
        return shown(values["median"], unit)
    return " ".join(shown(values[name], unit) for name in ("min", "median", "max"))


def shown_target(row):
    if "target" not in row:
        return ""
    if row["compare"] == "ratio":
        return f"≤ {row['target']}"
    sign = "+ " if row["compare"] == "difference" else ""
    return f"≤ {sign}{shown(row['target'], row['unit'])}"


def line(row):
    name = row["what"] + (f" ({row['unit']})" if row["unit"] else "")
    ratio, minima = (f"{row[name]:.2f}" if name in row else "" for name in ("ratio", "ratio_of_minima"))
    met = {True: "yes", False: "no", None: ""}[row.get("met")]
    return (
        f"| {row['figure']:<4}| {name:<60} | {shown_spread(row['here'], row['unit']):>20} "
        f"| {shown_spread(row.get('beside'), row['unit']):>20} | {ratio:>6} | {minima:>6} | {shown_target(row):>9} | {met:<3} |"
    )


HEADER = (
    f"| {'':<4}| {'figure':<60} | {'min median max':>20} | {'beside':>20} | {'ratio':>6} | {'of min':>6} | {'target':>9} | met |\n"
    f"| ----| {'-' * 60} | {'-' * 19}: | {'-' * 19}: | {'-' * 5}: | {'-' * 5}: | {'-' * 8}: | --- |"
)


def chart(series, title, along, left):
    """One panel: the size along and seconds up, both in powers of ten, a line for each thing that was measured."""
    width, height, top = 360, 240, 50
    sizes = sorted({size for points in series.values() for size, _ in points})
    bounds = []
    for values in (sizes, [seconds for points in series.values() for _, seconds in points]):
        low = high = 1.0
        while low > min(values):
            low /= 10
        while high < max(values):
            high *= 10
        bounds.append((low, high))

    def place(value, bound, length):
        decades = math.log10(bound[1] / bound[0])
        return length * math.log10(value / bound[0]) / decades

    def point(size, seconds):
        return left + place(size, bounds[0], width), top + height - place(seconds, bounds[1], height)

    parts = [f'<text x="{left}" y="{top - 20}" class="title">{title}</text>']
    seconds = bounds[1][0]
    while seconds <= bounds[1][1] * 1.01:
        _, y = point(sizes[0], seconds)
        parts.append(f'<line x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" class="right">{seconds:g}</text>')
        seconds *= 10
    for size in sizes:
        x, _ = point(size, bounds[1][0])
        parts.append(f'<text x="{x:.1f}" y="{top + height + 18}" class="middle">{size:g}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 36}" class="middle">{along}</text>')
    for points, colour in zip(series.values(), COLOURS):
        places = [point(*each) for each in points]
        parts.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}" stroke="{colour}"/>')
        parts.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
    return parts


def svg(sizes):
    """`sizes`: for each axis the lines, for each line its points with the size and the spread of seconds."""
    body, names = [], []
    for number, (along, lines) in enumerate(sizes.items()):
        series = {name: [(p["size"], p["seconds"]["median"]) for p in points] for name, points in lines.items()}
        body += chart(series, f"Seconds, by {along}", along, 60 + 440 * number)
        names = list(series)
    for number, (name, colour) in enumerate(zip(names, COLOURS)):
        x = 60 + number * 220
        body.append(f'<line x1="{x}" x2="{x + 20}" y1="353" y2="353" stroke="{colour}" stroke-width="2"/>')
        body.append(f'<text x="{x + 26}" y="357">{name}</text>')
    style = (
        "text{font:12px sans-serif;fill:#333}.title{font-weight:bold}.right{text-anchor:end}"
        ".middle{text-anchor:middle}.grid{stroke:#ddd}polyline{fill:none;stroke-width:2}"
    )
    return "\n".join(
        ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 370">', f"<style>{style}</style>"]
        + ['<rect width="900" height="370" fill="#fff"/>', *body, "</svg>\n"]
    )
