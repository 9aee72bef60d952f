#!/usr/bin/env python3
"""codes_test.py - every function of tiers 1 and 2 has a test for each code it is documented to answer and each option it takes.

    codes_test.py PROJECT

codes.csv says what is documented, one code or option in a line, and the file in test/c that tests it; or `-` and why it cannot
be tested. Codes are tested where a test expects them from that function, or from a helper of a file that calls it. The codes of
wrong handles, of a stopped service and of foreign threads are tested by the rows of codes_calls.hpp.

(1) each function of tiers 1 and 2 has lines, and a call in the fuzzer;
(2) each line names a code or option of esent.h, once;
(3) the file of a line tests it; nothing tests a line that says it cannot be;
(4) `- unavailable` stands only at functions that docs/api-status.md lists as unavailable or as working in part.

Exit status: 0 all hold, 1 some do not; each that does not is named.
"""

import csv
import pathlib
import re
import sys

BY_ROWS = {
    "ON_SESSION": {"JET_errInvalidSesid"},
    "ON_CURSOR": {"JET_errInvalidSesid", "JET_errInvalidTableId", "JET_errSesidTableIdMismatch"},
    "ON_DATABASE": {"JET_errInvalidSesid", "JET_errInvalidDatabaseId"},
}
FOR_ALL_ROWS = {"JET_errClientRequestToStopJetService", "JET_errSessionSharingViolation"}
EXPECTED = re.compile(r"\bIS\(([^;]*?\bJET_(?:err|wrn)\w+[^;]*?), (?:\([^;]*?, )?(\w+)[.(]")


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(name, functions):
    """Without the letter of an A or W form."""
    return name[:-1] if name[-1] in "AW" and name[:-1] in functions else name


class Tests:
    """What the files of test/c expect of whom."""

    def __init__(self, folder, functions):
        self.texts = {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.cpp"))}
        self.rows = {}    # function -> codes
        for kind, name in re.findall(r"\b(ON_\w+)\((Jet\w+)", (folder / "codes_calls.hpp").read_text(encoding="utf-8")):
            self.rows.setdefault(plain(name, functions), set()).update(BY_ROWS[kind], FOR_ALL_ROWS)
        self.rows["JetIntersectIndexes"] = BY_ROWS["ON_CURSOR"] | FOR_ALL_ROWS    # its cursor is in a structure
        self.direct, self.by_helper, self.called = {}, {}, {}
        for file, text in self.texts.items():
            self.called[file] = {plain(n, functions) for n in re.findall(r"\b(Jet\w+)\b", text)}
            self.direct[file], self.by_helper[file] = set(), set()
            for code, callee in EXPECTED.findall(text):
                for one in re.findall(r"JET_(?:err|wrn)\w+", code):
                    if callee.startswith("Jet"):
                        self.direct[file].add((plain(callee, functions), one))
                    else:
                        self.by_helper[file].add(one)
            self.direct[file].update((plain(n, functions), "JET_errSuccess") for n in re.findall(r"\bOK\((Jet\w+)\(", text))
            self.by_helper[file].update(re.findall(r"== (JET_(?:err|wrn)\w+)[,)]", text))

    def has(self, file, function, what):
        if file == "codes_handles.cpp" and what in self.rows.get(function, ()):
            return True
        if what.startswith(("JET_err", "JET_wrn")):
            helped = what in self.by_helper[file] and function in self.called[file]
            return (function, what) in self.direct[file] or helped
        return function in self.called[file] and re.search(rf"\b{what}\b", self.texts[file]) is not None

    def certain(self, function, what):
        """Somewhere for sure, not by a helper that may mean another function."""
        return [f for f in self.texts if (function, what) in self.direct[f]]


def wrong_lines(project, lines, tests, functions):
    header = (project / "include" / "ese" / "c" / "esent.h").read_text(encoding="utf-8")
    status = (project / "docs" / "api-status.md").read_text(encoding="utf-8")
    states = dict(re.findall(r"^\| `(Jet\w+)` \| \d \| ([\w ]+) \|", status, re.M))
    seen = set()
    for line in lines:
        function, what, test = line["function"], line["code or option"], line["test"]
        name = f"{function}, {what}"
        if function not in functions:
            yield f"{name}: no function of tiers 1 and 2"
        if not re.search(rf"\b{what}\b", header):
            yield f"{name}: not in esent.h"
        if (function, what) in seen:
            yield f"{name}: twice"
        seen.add((function, what))
        if not test.startswith("-"):
            if test not in tests.texts or not tests.has(test, function, what):
                yield f"{name}: not tested in '{test}'"
        elif len(test) < 5:
            yield f"{name}: neither a test nor a reason"
        elif tests.certain(function, what):
            yield f"{name}: tested in {tests.certain(function, what)}, though '{test}'"
        elif test == "- unavailable" and states.get(function) not in ("unavailable", "works in part"):
            yield f"{name}: {function} is not unavailable any more"


def main():
    project = pathlib.Path(sys.argv[1])
    folder = project / "test" / "c"
    functions = {row["function"] for row in table(folder / "abi" / "census.csv") if row["tier"] in "12"}
    lines = table(folder / "codes.csv")
    tests = Tests(folder, functions)
    fuzzed = {n for p in (project / "test" / "fuzz").glob("*.hpp") for n in re.findall(r'\{"(Jet\w+)"', p.read_text(encoding="utf-8"))}
    mistakes = list(wrong_lines(project, lines, tests, functions))
    mistakes += [f"{name}: no lines" for name in sorted(functions - {line["function"] for line in lines})]
    mistakes += [f"{name}: not called by the fuzzer" for name in sorted(functions - fuzzed)]
    tested = sum(not line["test"].startswith("-") for line in lines)
    print("\n".join(mistakes) if mistakes else f"{len(functions)} functions, {len(lines)} codes and options, {tested} of them tested")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
