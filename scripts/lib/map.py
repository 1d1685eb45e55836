"""The picture of modules and rooms in docs/architecture.md, made of the includes: scripts/map.sh."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/architecture.md"
BEGIN = "<!-- made by scripts/map.sh -->\n"
END = "<!-- end of what scripts/map.sh makes -->\n"
INCLUDE = re.compile(r'^#include [<"]([^>"]+)[>"]', re.MULTILINE)


def place_of(path):
    """"python/install" of python/install/uv.hpp: the directory below src or include/adder."""
    return str(pathlib.PurePosixPath(path).parent)


def arrows():
    """Each place with the places that its files include."""
    found = {}
    files = [(file, "src") for file in (ROOT / "src").rglob("*.?pp")]
    files += [(file, "include/adder") for file in (ROOT / "include/adder").rglob("*.?pp")]
    modules = {file.relative_to(ROOT / base).parts[0] for file, base in files}
    for file, base in files:
        place = place_of(file.relative_to(ROOT / base).as_posix())
        seen = found.setdefault(place, set())
        for header in INCLUDE.findall(file.read_text()):
            header = header.removeprefix("adder/")
            if header.split("/")[0] in modules and place_of(header) != place:
                seen.add(place_of(header))
    return found


def reachable(graph, start):
    seen, left = set(), list(graph.get(start, ()))
    while left:
        node = left.pop()
        if node not in seen:
            seen.add(node)
            left.extend(graph.get(node, ()))
    return seen


def reduced(graph):
    """Without arrows that longer ways show as well."""
    result = {}
    for node, targets in graph.items():
        longer = set()
        for target in targets:
            longer |= reachable(graph, target)
        result[node] = sorted(targets - longer)
    return result


def mermaid(nodes, edges, label):
    lines = ["```mermaid", "flowchart TD"]
    name = lambda node: node.replace("/", "_") + "_"
    lines += [f'    {name(node)}["{label(node)}"]' for node in sorted(nodes)]
    lines += [f"    {name(node)} --> {name(target)}" for node in sorted(edges) for target in edges[node]]
    return "\n".join(lines + ["```", ""])


def picture():
    found = arrows()
    modules = {}
    for place, targets in found.items():
        module = place.split("/")[0]
        modules.setdefault(module, set()).update(
            target.split("/")[0] for target in targets if target.split("/")[0] != module)
    text = "Modules:\n\n" + mermaid(modules, reduced(modules), str)
    for module in sorted(modules):
        rooms = {place for place in found if place.split("/")[0] == module}
        if len(rooms) < 2:
            continue
        graph = {room: {target for target in found[room] if target in rooms} for room in rooms}
        label = lambda room: room.split("/")[1] if "/" in room else f"{room} itself"
        text += f"\nThe rooms of `{module}`:\n\n" + mermaid(rooms, reduced(graph), label)
    return text


def main():
    page = PAGE.read_text()
    start, end = page.index(BEGIN) + len(BEGIN), page.index(END)
    current = page[:start] + "\n" + picture() + "\n" + page[end:]
    if sys.argv[1:] == ["--check"]:
        if current != page:
            sys.exit("error: the picture in docs/architecture.md is not that of the sources\n"
                     "       scripts/map.sh draws it anew.")
    else:
        PAGE.write_text(current)


main()
