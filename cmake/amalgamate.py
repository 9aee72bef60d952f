#!/usr/bin/env python3
"""amalgamate.py - the whole library as one header: <ese/ese.hpp> with everything of ours it includes written out.

    amalgamate.py INCLUDE_FOLDER OUTPUT

The result is for header-only programs: it compiles alone, with nothing but the standard library.
Exit status: 0 written, 1 a header is missing.
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r"^\s*#\s*include\s*<(ese/[^>]+)>")
CONDITION = re.compile(r"^\s*#\s*(if|ifdef|ifndef|endif)\b(.*)")
HEADER_ONLY = "!defined(ESE_SEPARATE_COMPILATION)"   # true in this file, so what it guards is not conditional
ROOT = "ese/ese.hpp"

HEAD = """\
// ese.hpp - ese-cpp {version} in one header, for header-only programs.
//
// Made from the folder include/ by cmake/amalgamate.py. Do not edit.
//
{licence}
#pragma once

#if defined(ESE_SEPARATE_COMPILATION)
#    error "This header holds the whole engine. For ese::compiled include the folder instead."
#endif
"""


class Amalgamation:
    def __init__(self, folder):
        self.folder = folder
        self.done = set()     # written where no condition can hide them
        self.lines = []

    def write(self, header, hidden):
        """Writes a header and, before their first use, those it includes. `hidden`: a condition may leave this place out."""
        if header in self.done:
            return
        if not hidden:
            self.done.add(header)
        guard = "ESE_WRITTEN_" + re.sub(r"\W", "_", header.removeprefix("ese/")).upper()
        self.lines += ["", f"#ifndef {guard}", f"#define {guard}"]
        conditions = []
        for line in (self.folder / header).read_text(encoding="utf-8").splitlines():
            self.follow(line, conditions)
            found = INCLUDE.match(line)
            if found:
                self.write(found.group(1), hidden or any(conditions))
            elif line.strip() != "#pragma once":
                self.lines.append(line)
        self.lines.append(f"#endif  // {guard}")

    @staticmethod
    def follow(line, conditions):
        """Keeps the open conditions: True for those that may be false here."""
        found = CONDITION.match(line)
        if not found:
            return
        if found.group(1) == "endif":
            conditions.pop()
        else:
            conditions.append(found.group(2).strip() != HEADER_ONLY)


def version(folder):
    text = (folder / "ese/version.hpp").read_text(encoding="utf-8")
    return ".".join(re.findall(r"#define ESE_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", text))


def main():
    folder, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    made = Amalgamation(folder)
    try:
        made.write(ROOT, False)
        licence = (folder.parent / "LICENSE").read_text(encoding="utf-8").strip()
        head = HEAD.format(version=version(folder), licence="\n".join(f"// {x}".rstrip() for x in licence.splitlines()))
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 1
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(head + "\n".join(made.lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
