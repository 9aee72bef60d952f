"""dump_lines.py FILE - what edbcheck.py --dump says about a database, as plain lines with values as bytes.

windows_files_test compares them with what the engine reads:

    database|PAGE SIZE
    table|NAME
    column|TABLE|NAME|ID|TYPE|SIZE|CODE PAGE|FLAGS|DEFAULT
    index|TABLE|NAME|KEY|primary,unique
    row|TABLE|KEY|COLUMN=VALUE,VALUE;COLUMN=VALUE
"""
import io
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
import edbcheck  # noqa: E402

TYPES = {name: number for number, name in edbcheck.COLTYPE_NAMES.items()}


def dumped(path):
    """The lines of --dump, but for values, which stay as they are stored."""
    edbcheck.show_value = lambda column, value: value.hex()
    out = io.StringIO()
    edbcheck.dump(edbcheck.Database(path), out, None, False, False, False)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def plain(one):
    kind = one["kind"]
    if kind == "database":
        return "database|%d" % one["pageSize"]
    if kind == "table":
        return "table|%s" % one["name"]
    if kind == "column":
        return "column|%s|%s|%d|%d|%d|%d|%x|%s" % (one["table"], one["name"], one["id"], TYPES[one["type"]], one["size"],
                                                   one["codepage"], int(one["flags"], 16) & 0x102F, one["default"] or "")
    if kind == "index":
        marks = [mark for mark in ("primary", "unique") if one[mark]]
        return "index|%s|%s|%s|%s" % (one["table"], one["name"], "".join(one["columns"]), ",".join(marks))
    if kind == "row":
        values = {name: value if isinstance(value, list) else [value] for name, value in one["values"].items()}
        shown = ";".join("%s=%s" % (name, ",".join(values[name])) for name in sorted(values))
        return "row|%s|%s|%s" % (one["table"], one["key"], shown)
    return "%s|%s" % (kind, one)


if __name__ == "__main__":
    system = set()
    for entry in dumped(sys.argv[1]):
        if entry["kind"] == "table" and entry["system"]:
            system.add(entry["name"])
        if entry.get("name") in system and entry["kind"] == "table" or entry.get("table") in system:
            continue
        sys.stdout.buffer.write((plain(entry) + "\n").encode("utf-8"))
