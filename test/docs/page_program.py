#!/usr/bin/env python3
"""page_program.py - the C++ on a page of the documentation is one program, and does what the page says.

    page_program.py make PAGE PROGRAM.cpp    writes the program: all ```cpp blocks of the page in their order, and what
                                             stands between <!-- cpp and --> where readers do not need to see it
    page_program.py run PAGE PROGRAM         runs it in an empty folder: it must end with status 0 and print what the
                                             ```output blocks of the page say, in their order

Exit status: 0 all is well, 1 something is not, and is told.
"""

import difflib
import pathlib
import subprocess
import sys
import tempfile

OPENINGS = {"```cpp": ("cpp", "```"), "<!-- cpp": ("cpp", "-->"), "```output": ("output", "```")}


def blocks(page):
    """Each block of the page as kind, number of its first line, lines."""
    kind, closing, first, lines = None, None, 0, []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if kind is None and line in OPENINGS:
            kind, closing = OPENINGS[line]
            first, lines = number + 1, []
        elif kind is not None and line == closing:
            yield kind, first, lines
            kind = None
        elif kind is not None:
            lines.append(line)
    if kind is not None:
        sys.exit(f"{page}:{first}: a block that does not end")


def make(page, program):
    parts = []
    for kind, first, lines in blocks(page):
        if kind == "cpp":
            parts += [f'#line {first} "{page.as_posix()}"', *lines]
    program.write_text("\n".join(parts) + "\n", encoding="utf-8")


def run(page, program):
    promised = [line for kind, _, lines in blocks(page) if kind == "output" for line in lines]
    with tempfile.TemporaryDirectory() as place:
        done = subprocess.run([program], cwd=place, stdout=subprocess.PIPE, check=False)
    printed = done.stdout.decode("utf-8").splitlines()
    if done.returncode != 0:
        print(f"{page.name}: its program ended with status {done.returncode}")
    for line in difflib.unified_diff(promised, printed, "on the page", "printed", lineterm=""):
        print(line)
    return 0 if done.returncode == 0 and printed == promised else 1


def main():
    what, page, program = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]).resolve()
    if what == "make":
        make(page, program)
        return 0
    return run(page, program)


if __name__ == "__main__":
    sys.exit(main())
