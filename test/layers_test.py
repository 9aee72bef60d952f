#!/usr/bin/env python3
"""layers_test.py - every include of the library goes down the list of rooms in layers.txt.

    layers_test.py PROJECT

Exit status: 0 all do, 1 some do not; each that does not is named with its file and line.
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def read_rooms(path):
    """layers.txt as: prefix of headers -> room, room -> rooms it may include, forbidden standard headers, mistakes."""
    prefixes, allowed, never, mistakes = {}, {}, set(), []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0] == "never":
            never.update(words[1:])
            continue
        room, prefix, below = words[0], words[1], [w for w in words[2:] if w != "-"]
        unknown = [w for w in below if w not in allowed and not w.startswith("<")]
        if unknown:
            mistakes.append(f"{path}:{number}: {room} names {' '.join(unknown)}, which do not stand before it")
        prefixes[prefix] = room
        allowed[room] = {room, *below}
    return prefixes, allowed, never, mistakes


def room_of(header, prefixes):
    """The room with the longest prefix of the header's path, or None."""
    fitting = [p for p in prefixes if header == p or (p.endswith("/") and header.startswith(p))]
    return prefixes[max(fitting, key=len)] if fitting else None


def wrong_includes(file, header, prefixes, allowed, never):
    room = room_of(header, prefixes)
    if room is None:
        yield f"{file}: belongs to no room of layers.txt"
        return
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, name = found.groups()
        if quote == '"':
            yield f"{file}:{number}: includes by relative path: {name}"
        elif name.startswith("ese/"):
            target = room_of(name, prefixes)
            if target not in allowed[room]:
                yield f"{file}:{number}: {room} may not include {target}: {name}"
        elif name in never and f"<{name}>" not in allowed[room]:
            yield f"{file}:{number}: <{name}> has no place in the headers"


def main():
    project = pathlib.Path(sys.argv[1])
    prefixes, allowed, never, mistakes = read_rooms(project / "test" / "layers.txt")
    include = project / "include"
    files = sorted(f for f in include.rglob("*") if f.suffix in (".hpp", ".h"))
    for file in files:
        header = file.relative_to(include).as_posix()
        mistakes += wrong_includes(file, header, prefixes, allowed, never)
    print("\n".join(mistakes) if mistakes else f"{len(files)} headers keep to their rooms")
    return 1 if mistakes or not files else 0


if __name__ == "__main__":
    sys.exit(main())
