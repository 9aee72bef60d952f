#!/usr/bin/env python3
"""versions_test.py - every file that names a version names the one of include/ese/version.hpp.

    versions_test.py PROJECT INSTALLED

INSTALLED is a folder the package was installed into. Exit status: 0 they agree, 1 they do not.
"""

import json
import pathlib
import re
import sys


def header_version(project):
    text = (project / "include/ese/version.hpp").read_text(encoding="utf-8")
    return re.findall(r"#define ESE_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", text)


def named(project, installed):
    """(file, version it names, how many numbers of it count). A file that should name one and does not, names None."""
    def found(pattern, text):
        return re.findall(pattern, text) or [None]

    port = json.loads((project / "packaging/vcpkg/ports/ese/vcpkg.json").read_text(encoding="utf-8"))
    yield "packaging/vcpkg/ports/ese/vcpkg.json", port.get("version"), 3
    for file in ("README.md", "test/package/CMakeLists.txt"):
        for version in found(r"find_package\(ese ([\d.]+)", (project / file).read_text(encoding="utf-8")):
            yield file, version, 2
    # A release has a heading of its own; before the first one there is none.
    for version in re.findall(r"^## \[([\d.]+)\]", (project / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[:1]:
        yield "CHANGELOG.md", version, 3
    for pattern, expression in (("ese-config-version.cmake", r'set\(PACKAGE_VERSION "([\d.]+)"'), ("ese*.pc", r"Version: ([\d.]+)")):
        for file in sorted(installed.rglob(pattern)) or [installed / pattern]:
            text = file.read_text(encoding="utf-8") if file.exists() else ""
            yield file.name, found(expression, text)[0], 3


def main():
    project, installed = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wanted = header_version(project)
    wrong = 0
    for file, version, numbers in named(project, installed):
        agrees = version == ".".join(wanted[:numbers])
        wrong += not agrees
        print(f"{'agrees' if agrees else 'FAILED'}  {file}: {version}")
    return 1 if wrong or len(wanted) != 3 else 0


if __name__ == "__main__":
    sys.exit(main())
