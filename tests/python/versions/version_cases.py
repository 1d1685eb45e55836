#!/usr/bin/env python3
"""What the libraries `packaging` and `poetry-core` say of versions and sets of them, one case a line.

    version_cases.py pep440 COUNT SEED      (pip install packaging)
    version_cases.py poetry COUNT SEED      (pip install poetry-core)

Cases are made at random, near each other, so that a good part of the versions is in the sets. A line's fields are
separated by tabs:

    version  TEXT         NORMALISED     "-" for what is no version
    order    TEXT TEXT    < = >
    set      TEXT         pre plain -    whether it asks for pre-releases; "-" for what is no set
    contains SET VERSION  yes no
    poetry   TEXT         ok -
    allows   SET VERSION  yes no

The first line names the library. version_cases_test.cpp reads the tables beside this file, which are

    version_cases.py pep440 900 1 > pep440_cases.tsv
    version_cases.py poetry 450 1 > poetry_cases.tsv

and, where the libraries are installed, asks for more.
"""
import random
import re
import sys


def number(r):
    return str(r.choice([0, 0, 1, 1, 2, 3, 9, 10, 12, 13]))


def release(r, sizes=(1, 2, 2, 3, 3, 3, 4)):
    size = r.choice(sizes)
    return ".".join([r.choice(["3", "3", "3", "1", "0", "2"])] + [number(r) for _ in range(size - 1)])


def suffix(r, word, numbers=True):
    separator = r.choice(["", "", "", ".", "-", "_"])
    inner = r.choice(["", "", "", "", ".", "-", "_"])
    return separator + word + inner + (r.choice(["0", "1", "2", "11", "01", ""]) if numbers else "")


def version(r, local=0.15):
    text = r.choice(["", "", "", "", "", "", "v", "V"]) + ("1!" if r.random() < 0.07 else "") + release(r)
    if r.random() < 0.3:
        text += suffix(r, r.choice(["a", "b", "rc", "rc", "c", "alpha", "beta", "pre", "preview", "RC", "A"]))
    if r.random() < 0.15:
        text += r.choice([suffix(r, r.choice(["post", "rev", "r"])), "-1", "-0"])
    if r.random() < 0.15:
        text += suffix(r, r.choice(["dev", "DEV"]))
    if r.random() < local:
        text += "+" + r.choice(["1", "a", "ubuntu.1", "Ubuntu-1", "1.a", "01", "a_b.2", "1.1"])
    return text


def broken(r, text):
    """With a character too few, too many or exchanged; most are no versions any more."""
    at = r.randrange(len(text) + 1)
    junk = r.choice(list(".-_+!*v ab1~=<>,|^") + ["..", ".*", "post", "dev", "rc"])
    return text[:at] + r.choice(["", junk]) + text[at + r.choice([0, 1]):]


def some_version(r):
    text = version(r)
    return broken(r, text) if r.random() < 0.15 else text


def specifier(r):
    sign = r.choice(["~=", "==", "==", "!=", "<=", ">=", "<", ">", "==="])
    space = r.choice(["", "", "", " "])
    text = version(r, local=0.3 if sign in ("==", "!=", "===") else 0.02)
    if sign in ("==", "!=") and r.random() < 0.4:
        text = release(r) + ".*"
    elif sign != "===" and r.random() < 0.03:
        text += ".*"
    return sign + space + text


def specifiers(r):
    texts = [specifier(r) for _ in range(r.choice([1, 1, 1, 2, 2, 3]))]
    text = r.choice([",", ", ", " , "]).join(texts) + r.choice(["", "", "", ","])
    return broken(r, text) if r.random() < 0.08 else text


def nearby(r, text):
    """A version that is one of the set's, or nearly."""
    pieces = [p for p in text.replace(" ", ",").split(",") if p]
    base = r.choice(pieces).lstrip("~=!<>^") if pieces else ""
    base = base.removesuffix(".*")
    kind = r.random()
    if not base or kind < 0.25:
        return version(r)
    if kind < 0.4:
        return base
    if kind < 0.55:
        return base.split("+")[0] + r.choice([".1", ".0", ".0.0", ".dev1", ".post1", ".post1.dev2", "rc1", "a1", "+x", "+2"])
    return base.split("+")[0].split("!")[-1].split("r")[0].split("a")[0].split("b")[0] + r.choice(["", ".0", ".1", "rc1", ".dev0", ".post1", "+x"])


def pep440(count, seed):
    import packaging
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    def parsed(text):
        try:
            return Version(text)
        except InvalidVersion:
            return None

    print("# packaging", packaging.__version__, sep="\t")
    r = random.Random(seed)
    done = 0
    while done < count:
        done += 1
        kind = r.random()
        if kind < 0.15:
            text = some_version(r)
            print("version", text, parsed(text) or "-", sep="\t")
        elif kind < 0.35:
            left = version(r)
            right = nearby(r, left)
            a, b = parsed(left), parsed(right)
            if a is None or b is None:
                continue
            print("order", left, right, "<" if a < b else ">" if a > b else "=", sep="\t")
        else:
            text = specifiers(r)
            try:
                s = SpecifierSet(text)
            except InvalidSpecifier:
                print("set", text, "-", sep="\t")
                continue
            if r.random() < 0.1:
                print("set", text, "pre" if s.prereleases else "plain", sep="\t")
            item = nearby(r, text)
            if parsed(item) is not None:
                print("contains", text, item, "yes" if s.contains(parsed(item), prereleases=True) else "no", sep="\t")


# What PoetryConstraint refuses on purpose, and parts that no Python version has.
LEFT_OUT = re.compile(r"<>|[a-z][-_.]?\d*(\.\*)+|post|\+", re.IGNORECASE)


def python_version(r):
    return "%s.%s.%s%s" % (r.choice("3332"), number(r), number(r), r.choice(["", "", "", "", "a1", "b2", "rc1", "rc2"]))


def poetry_clause(r):
    plain = release(r, (1, 2, 2, 2, 3, 3, 4))
    if r.random() < 0.12:
        plain += r.choice(["a1", "b2", "rc1", ".dev1", "-rc.1", "rc1.dev2"])
    plain = r.choice(["", "", "", "", "", "v"]) + plain
    kind = r.random()
    space = r.choice(["", "", "", " "])
    if kind < 0.25:
        return "^" + space + plain
    if kind < 0.4:
        return r.choice(["~", "~", "~="]) + space + plain
    if kind < 0.55:
        return r.choice(["", "", "==", "!=", "=", ">=", "<"]) + release(r, (1, 2, 2, 3)) + r.choice([".*", ".*", ".*.*"])
    if kind < 0.58:
        return r.choice(["*", "x", "*.*", "X.*"])
    return r.choice(["", "=", "==", "!=", ">", ">=", "<", "<=", ">=", "<"]) + space + plain


def poetry_constraint(r):
    groups = []
    for _ in range(r.choice([1, 1, 1, 2, 3])):
        clauses = [poetry_clause(r) for _ in range(r.choice([1, 1, 2, 2, 3]))]
        groups.append(r.choice([",", ", ", " ", " , "]).join(clauses) + r.choice(["", "", "", ","]))
    text = r.choice(["||", " || ", " | ", "|"]).join(groups)
    return broken(r, text) if r.random() < 0.06 else text


def poetry(count, seed):
    import poetry.core
    from poetry.core.constraints.version import Version, parse_constraint
    from poetry.core.constraints.version.exceptions import ParseConstraintError

    print("# poetry-core", poetry.core.__version__, sep="\t")
    r = random.Random(seed)
    for _ in range(count):
        text = poetry_constraint(r)
        if LEFT_OUT.search(text):
            continue
        try:
            constraint = parse_constraint(text)
        except (ParseConstraintError, ValueError):
            print("poetry", text, "-", sep="\t")
            continue
        if r.random() < 0.1:
            print("poetry", text, "ok", sep="\t")
        for _ in range(2):
            item = python_version(r) if r.random() < 0.6 else nearby(r, text.replace("|", ","))
            try:
                candidate = Version.parse(item.lower())
            except ValueError:
                continue
            if candidate.is_postrelease() or candidate.is_devrelease() or candidate.is_local():
                continue
            print("allows", text, item.lower(), "yes" if constraint.allows(candidate) else "no", sep="\t")


if __name__ == "__main__":
    {"pep440": pep440, "poetry": poetry}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
