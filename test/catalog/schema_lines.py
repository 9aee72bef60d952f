"""schema_lines.py FILE - the schema of a database as edbcheck reads it, one line per thing; catalog_files_test compares."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
import edbcheck  # noqa: E402


def lines(path):
    database = edbcheck.Database(path)
    for t in edbcheck.Catalog(database).tables.values():
        yield "table|%s|%d|%d|%d|%d" % (t.name, t.objid, t.pgno, t.flags, t.density)
        for (fid, _), c in t.columns.items():
            default = c.default.hex() if c.default else ""
            yield "column|%s|%s|%d|%d|%d|%d|%s" % (t.name, c.name, fid, c.type, c.size, c.flags, default)
        for i in t.indexes:
            key = ",".join("%d:%d" % (fid, flags) for fid, flags in i.segs)
            yield "index|%s|%s|%d|%d|%d|%s|%s" % (t.name, i.name, i.pgno, i.fidb | i.fidx << 16, i.keymost, i.locale, key)
        if t.lv:
            yield "long values|%s|%d|%d" % (t.name, t.lv[0], t.lv[1])


if __name__ == "__main__":
    for line in sorted(lines(sys.argv[1])):
        sys.stdout.buffer.write(line.encode("latin-1") + b"\n")
