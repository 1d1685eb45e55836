#!/usr/bin/env python3
"""toml_cases.py COUNT SEED: random texts, and what Python's tomllib makes of each, for toml_cases_test.cpp.

A line has the text in hexadecimal digits and its values in a form that has one spelling; "-" for a text that is not
TOML. Dates are only said to be some: Adder keeps their text.
"""

import datetime
import random
import struct
import sys
import tomllib

KEYS = ["a", "b", "c", "a-b", "1", '"a"', "'b'", '"a.b"', '""', "a.b", "b.c", "a . b", "a.b.c", '"\\u0061"', "c.'d'"]
SCALARS = [
    "1", "0", "-0", "+7", "1_000", "0x1F", "0o17", "0b101", "0xdead_BEEF", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "1.0", "-2.5e3", "1e5", "6.02E+23", "1_0.0_1", "1e999", "5e-400", "inf", "-inf", "+nan", "nan",
    "true", "false", "1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.999999999-07:00", "07:32:00",
    "2024-02-29", "2023-02-29", "0000-01-01", "1979-05-27t07:32:00z", "07:32:60", "24:00:00", "01", "1__0", "_1", "1_",
    "1.", ".5", "1.e5", "0x", "0xG", "0b2", "+0x1", "True", "infinity", "1979-13-01", "1979-5-27", "1979-05-27 ",
    '"x"', "'x'", '""', "''", '"\\t\\u00e9\\U0001F600\\\\"', '"\\q"', '"\\ud800"', '"\\u12"', "'\\n'", '"é"', '"a\nb"',
    '"""x"""', '"""\nx\n"""', '"""a\\\n   b"""', '"""a\\   \n\n  b"""', '"""a\\  b"""', '""""x""""', '"""""x"""""',
    '""""""', "'''x'''", "'''\nx'''", "''''x'''''", "'''a\\b'''", '"""a"b""c"""', '"""\r\n\\\r\n x"""', '"\x7f"', '"\t"',
]
PIECES = ["[", "]", "[[", "]]", "=", ".", ",", "{", "}", '"', "'", '"""', "'''", "\n", " ", "#", "\\", "\r\n", "\r",
          "\t", "\0", "é", "a", "1", "_", "-", "+", "e", "T", "Z", ":", "0x", "\x7f", "\x01", "\\u0041", " = ", "\\\n"]


def blank(r):
    return r.choice(["", "", "", " ", "\t", "  "])


def between(r):
    return r.choice(["", "", " ", "\n", " # c\n", "\n\n\t"])


def value(r, depth=0):
    kind = r.random()
    if depth > 4 or kind < 0.6:
        return r.choice(SCALARS)
    if kind < 0.8:
        items = [between(r) + value(r, depth + 1) + between(r) for _ in range(r.randrange(4))]
        end = "," if items and r.random() < 0.3 else ""
        return "[" + ",".join(items) + end + between(r) + "]"
    items = [blank(r) + entry(r, depth + 1) + blank(r) for _ in range(r.randrange(4))]
    return "{" + ",".join(items) + ("," if r.random() < 0.05 else "") + "}"


def entry(r, depth=0):
    return r.choice(KEYS) + blank(r) + "=" + blank(r) + value(r, depth)


def line(r):
    kind = r.random()
    if kind < 0.6:
        text = entry(r)
    elif kind < 0.8:
        text = "[" + blank(r) + r.choice(KEYS) + blank(r) + "]"
    elif kind < 0.92:
        text = "[[" + blank(r) + r.choice(KEYS) + blank(r) + "]]"
    else:
        text = r.choice(["", "# comment é", "#\x01", "a", "=", "[]", "[a"])
    return blank(r) + text + blank(r) + r.choice(["", "", "", "# x"])


def document(r):
    text = r.choice(["\n", "\n", "\n", "\r\n"]).join(line(r) for _ in range(r.choice([1, 1, 2, 3, 5, 8])))
    for _ in range(r.choice([0, 0, 0, 1, 2])):
        at = r.randrange(len(text) + 1)
        text = text[:at] + r.choice(PIECES) + text[at + r.choice([0, 0, 1]):]
    return text


class Unreadable(Exception):
    """What TOML allows an implementation to refuse."""


def canonical(item):
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int):
        if not -(2**63) <= item < 2**63:
            raise Unreadable
        return f"i{item}"
    if isinstance(item, float):
        return "nan" if item != item else "f" + struct.pack(">d", item).hex()
    if isinstance(item, str):
        return "date" if item[:1].isascii() and item[:1].isdigit() else "s" + item.encode().hex()
    if isinstance(item, (datetime.date, datetime.time)):
        return "date"
    if isinstance(item, list):
        return "[" + ",".join(map(canonical, item)) + "]"
    members = sorted((key.encode(), member) for key, member in item.items())
    return "{" + ",".join(key.hex() + ":" + canonical(member) for key, member in members) + "}"


def main(count, seed):
    r = random.Random(seed)
    for _ in range(count):
        text = document(r)
        try:
            meaning = canonical(tomllib.loads(text))
        except (tomllib.TOMLDecodeError, Unreadable):
            meaning = "-"
        print(text.encode().hex(), meaning, sep="\t")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
