#!/usr/bin/env python3
"""names_test.py - libesent has the names of the interface and no others, and docs/api-status.md tells the state of each.

    names_test.py PROJECT LIBESENT

(1) the library exports every function of abi/functions.csv and, of each A and W pair, the name without a letter;
(2) the page has one row for each function of abi/census.csv, with its tier;
(3) a function is listed as unavailable exactly if face_unavailable.hpp holds it;
(4) the test that a row names is in test/c, and the function's name too.

Exit status: 0 all hold, 1 some do not; each that does not is named.
"""

import csv
import pathlib
import re
import subprocess
import sys

ROW = re.compile(r"^\| `(Jet\w+)` \| (\d) \| ([\w ]+) \| ([^|]*) \|", re.M)
STATES = {"works", "works in part", "unavailable"}


def column(path, name):
    with open(path, encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def without_letter(name, names):
    pair = name[-1] in "AW" and {name[:-1] + "A", name[:-1] + "W"} & names
    return name[:-1] if pair else name


def exported(library):
    lines = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1].split("@")[0] for line in lines.splitlines()}


def wrong_exports(names, library):
    wanted = set(names) | {n[:-1] for n in names if n.endswith("A") and n[:-1] + "W" in names}
    there = exported(library)
    yield from (f"not exported: {n}" for n in sorted(wanted - there))
    yield from (f"should not be exported: {n}" for n in sorted(there - wanted))


def wrong_rows(project, names):
    page = (project / "docs" / "api-status.md").read_text(encoding="utf-8")
    census = project / "test" / "c" / "abi" / "census.csv"
    tiers = dict(zip(column(census, "function"), column(census, "tier")))
    face = (project / "include" / "ese" / "c" / "face_unavailable.hpp").read_text(encoding="utf-8")
    unavailable = {without_letter(n, names) for n in re.findall(r"^ESE_JET (\w+)\(", face, re.M)}
    tests = {p.name: p.read_text(encoding="utf-8") for p in (project / "test" / "c").glob("*.*") if p.is_file()}

    rows = ROW.findall(page)
    listed = [name for name, *_ in rows]
    yield from (f"no row for {n}" for n in sorted(set(tiers) - set(listed)))
    yield from (f"more than one row for {n}" for n in sorted({n for n in listed if listed.count(n) > 1}))
    for name, tier, state, test in rows:
        if tiers.get(name) != tier:
            yield f"{name}: tier {tier}, not {tiers.get(name)}"
        if state not in STATES or (state == "unavailable") != (name in unavailable):
            yield f"{name}: cannot be '{state}'"
        test = test.strip()
        if test and not re.search(rf"\b{name}[AW]?\b", tests.get(test, "")):
            yield f"{name}: not called in '{test}'"
        if not test and state != "unavailable":
            yield f"{name}: no test"


def main():
    project = pathlib.Path(sys.argv[1])
    names = set(column(project / "test" / "c" / "abi" / "functions.csv", "function"))
    mistakes = [*wrong_exports(names, sys.argv[2]), *wrong_rows(project, names)]
    print("\n".join(mistakes) if mistakes else f"{len(names)} functions are exported and have their state")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
