#!/usr/bin/env python3
"""errors_test.py - docs/errors.md has a row for every code that the engine or the C++ layer can answer.

    errors_test.py PROJECT

A row begins with the code's name in backquotes and, for a code of the Jet calls, its number. Warnings are no errors, and
are not looked for.

Exit status: 0 each code has exactly one row with the right number, 1 some have not; each is named.
"""

import collections
import pathlib
import re
import sys

ENUMERATOR = re.compile(r"^    (\w+) = (-?\d+),", re.M)
MISUSE = re.compile(r"^inline constexpr errc (\w+)\{(-\d+)\};", re.M)
USE = re.compile(r"\b(?:error|errc)::(\w+)\b")
CELL = re.compile(r"`(\w+)`(?: (-\d+))?")


def read(path):
    return path.read_text(encoding="utf-8")


def codes_used(include):
    folder = include / "ese" / "engine"
    files = [*folder.rglob("*.?pp"), *(include / "ese" / "backend").glob("engine.?pp")]
    used = {name for file in files for name in USE.findall(read(file))}
    return {name for name in used if name != "success" and not name.startswith("wrn_")}


def rows_of(page):
    """Name and number, or none, of every code in the first cells of the tables that are headed `code`."""
    in_table = False
    for line in read(page).splitlines():
        in_table = line.startswith("|") and (in_table or line.startswith("| code |"))
        if in_table:
            for name, number in CELL.findall(line.split("|")[1]):
                yield name, int(number) if number else None


def main():
    project = pathlib.Path(sys.argv[1])
    include = project / "include"
    values = {name: int(number) for name, number in ENUMERATOR.findall(read(include / "ese" / "jet" / "error.hpp"))}
    misuse = dict(MISUSE.findall(read(include / "ese" / "error.hpp")))
    wanted = {name for name in codes_used(include) if name in values} | set(misuse)
    rows = list(rows_of(project / "docs" / "errors.md"))
    times = collections.Counter(name for name, _ in rows)

    mistakes = [f"no row for {name}" for name in sorted(wanted - set(times))]
    mistakes += [f"{count} rows for {name}" for name, count in sorted(times.items()) if count > 1]
    mistakes += [f"no such code: {name}" for name in sorted(set(times) - set(values) - set(misuse))]
    mistakes += [f"{name} is {values[name]}, not {number}" for name, number in rows if name in values and number != values[name]]
    print("\n".join(mistakes) if mistakes else f"{len(wanted)} codes have their row")
    return 1 if mistakes or not misuse or len(wanted) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
