#!/usr/bin/env python3
"""layout.py - a C file that compiles only while esent.h has the layout, the numbers and the functions of the tables in abi/.

    layout.py ABI_FOLDER HEADER OUTPUT

Sizes and offsets of every structure the header defines, the value of every constant it defines, the type of every function.
Exit status: 0 written, 1 the header defines a structure or a constant that the tables do not know.
"""

import csv
import pathlib
import re
import sys

NILS = {"JET_instanceNil", "JET_sesidNil", "JET_tableidNil", "JET_LSNil"}    # of the width of a handle
OURS = {"JET_API", "JET_EXTENSION"}


def rows(folder, table):
    with open(folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def member_of(declaration):
    return re.search(r"(\w+)(\[\d+\])?(\s*:\s*\d+)?$", declaration).group(1)


def layout_lines(folder, defined):
    """Asserts for sizes and offsets; bit-fields and members that lie over others have no offset to ask for."""
    known = set()
    for row in rows(folder, "structs"):
        name = row["struct"]
        if name not in known:
            yield f'_Static_assert(sizeof({name}) == {row["size"]}, "{name}");'
        known.add(name)
        if row["offset"] and not row["bit"]:
            member = member_of(row["declaration"])
            yield f'_Static_assert(offsetof({name}, {member}) == {row["offset"]}, "{name}.{member}");'
            yield f'_Static_assert(sizeof((({name}*)0)->{member}) == {row["field_size"]}, "{name}.{member}");'
    if defined != known:
        sys.exit(f"not in the table: {sorted(defined - known)}; not in the header: {sorted(known - defined)}")


def constant_lines(folder, defined):
    values = {row["name"]: row["value"] for row in rows(folder, "constants")}
    if defined != set(values):
        sys.exit(f"not in the table: {sorted(defined - set(values))}; not in the header: {sorted(set(values) - defined)}")
    for name, value in values.items():
        if name in NILS:
            yield f'_Static_assert({name} == ~(uint64_t)0, "{name}");'
        else:
            yield f'_Static_assert((int64_t)(uint32_t){name} == (int64_t)(uint32_t)({value}), "{name}");'


def function_lines(folder):
    for row in rows(folder, "functions"):
        parameters = row["parameters"].replace("char16_t", "JET_WCHAR").replace("unsigned long long", "uint64_t")
        parameters = parameters.replace("long long", "int64_t") or "void"
        yield f'{row["returns"]} (JET_API* const the_{row["function"]})({parameters}) = {row["function"]};'


def main():
    folder, header, output = map(pathlib.Path, sys.argv[1:])
    text = header.read_text(encoding="utf-8")
    structures = set(re.findall(r"^\} (JET_\w+);", text, re.M)) - {"JET_RELOP", "JET_ERRCAT"}
    numbers = set(re.findall(r"^#define (JET_\w+) +\S", text, re.M)) - OURS
    lines = ["#include <ese/c/esent.h>", *layout_lines(folder, structures), *constant_lines(folder, numbers), *function_lines(folder)]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
