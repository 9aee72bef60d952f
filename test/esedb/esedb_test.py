#!/usr/bin/env python3
"""esedb_test.py - the command-line tool does what its help says, with good input and bad.

    esedb_test.py PROGRAM [TEST ...]

ESE_TEST_SEED repeats another run with damaged files.
Files that Windows wrote are looked for in $ESE_SHARED_DATA, or in shared/data above the project; where they are absent, the
tests that need them are skipped. Exit status: 0 all passed, 1 some did not.
"""
import csv
import hashlib
import io
import json
import os
import pathlib
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.dont_write_bytecode = True
import edbcheck  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
COMMANDS = ["info", "tables", "schema", "dump", "get", "import", "check", "compact", "recover"]


def windows_files():
    named = os.environ.get("ESE_SHARED_DATA")
    folders = [pathlib.Path(named)] if named else [above / "shared" / "data" for above in HERE.parents]
    for folder in folders:
        found = sorted(folder.glob("*.edb"))
        if found:
            return found
    return []


# What a sanitizer finds must not look like an exit status of the program.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "exitcode=99", "UBSAN_OPTIONS": "exitcode=99:print_stacktrace=1"}


def esedb(*words, feed=None, seconds=60):
    """Runs the program. One that is killed by a signal, or by our patience, is a failure whatever was expected."""
    done = subprocess.run([PROGRAM, *map(str, words)], input=feed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds, check=False,
                          env=ENVIRONMENT)
    if done.returncode not in (0, 1, 2, 3):
        raise AssertionError("esedb %s ended with %d: %s" % (" ".join(map(str, words)), done.returncode, done.stderr[-2000:]))
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")


def checker(file):
    done = subprocess.run([sys.executable, "-B", str(HERE.parent / "edbcheck.py"), "--strict", str(file)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def content(file):
    return hashlib.sha256(pathlib.Path(file).read_bytes()).hexdigest()


def with_sound_checksum(data, page, page_size):
    """A page that was changed on purpose gets the checksum that fits."""
    at = (page + 1) * page_size
    sums = edbcheck.page_checksums(bytes(data[at:at + page_size]), page)
    for place, value in zip((0, 40, 48, 56), sums):
        struct.pack_into("<Q", data, at + place, value)
    again = edbcheck.page_checksums(bytes(data[at:at + page_size]), page)    # the first covers the others
    struct.pack_into("<Q", data, at, again[0])


class EsedbTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="esedb_"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.file = self.folder / "people.edb"

    def expect(self, status, *words, feed=None):
        got, out, err = esedb(*words, feed=feed)
        self.assertEqual(got, status, "esedb %s\n%s%s" % (" ".join(map(str, words)), out, err))
        return out, err

    def make_people(self, rows=400, file=None):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["id", "name", "note"])
        for i in range(rows):
            writer.writerow([i, "name %d" % (i * 7919 % 1000), ("n" * (3000 if i % 40 == 0 else i % 60))])
        self.expect(0, "import", file or self.file, "people", "--create", "--columns", "id:Long!,name:Text,note:LongText", "--key", "id",
                    feed=text.getvalue().encode())
        return text.getvalue()

    def dumped(self, file, table="people"):
        out, _ = self.expect(0, "dump", file, table, "--format", "json")
        return [json.loads(line) for line in out.splitlines()]

    def agrees_with_checker(self, file):
        """dump says what the independent reader says."""
        out = io.StringIO()
        edbcheck.dump(edbcheck.Database(str(file)), out, None, False, False, False)
        told = [json.loads(line) for line in out.getvalue().splitlines()]
        system = {one["name"] for one in told if one["kind"] == "table" and one["system"]}
        types = {(one["table"], one["name"]): one["type"] for one in told if one["kind"] == "column"}
        theirs = [(one["table"], one["values"]) for one in told if one["kind"] == "row" and one["table"] not in system]
        text, _ = self.expect(0, "dump", file, "--format", "json")
        ours = [json.loads(line) for line in text.splitlines()]
        self.assertEqual(len(ours), len(theirs))
        for mine, (table, values) in zip(ours, theirs):
            self.assertEqual(mine["table"], table)
            found = {name: value for name, value in mine["values"].items() if value is not None}
            self.assertEqual(sorted(found), sorted(values), table)
            for name, value in found.items():
                self.assertTrue(self.same(types[table, name], value, values[name]), "%s.%s: %r, not %r" % (table, name, value, values[name]))

    def same(self, kind, ours, theirs):
        if isinstance(ours, list) and not isinstance(theirs, list):    # a default: the checker shows it alone
            return len(ours) == 1 and self.same(kind, ours[0], theirs)
        if isinstance(theirs, list):
            return isinstance(ours, list) and len(ours) == len(theirs) and all(self.same(kind, a, b) for a, b in zip(ours, theirs))
        if kind == "IEEESingle" and not isinstance(ours, dict):
            return struct.pack("<f", ours) == struct.pack("<f", theirs)
        if kind == "DateTime" and isinstance(ours, str):
            date, _, clock = ours.partition("T")
            year, month, day = map(int, date.split("-"))
            hour, minute, second = clock.split(":")
            days = self.days_since_1899(year, month, day)
            part = (int(hour) * 3600 + int(minute) * 60 + float(second)) / 86400
            return abs((days - part if days < 0 else days + part) - theirs["datetime"]) < 1e-6
        return ours == theirs

    @staticmethod
    def days_since_1899(year, month, day):
        def number(y, m, d):
            a = (14 - m) // 12
            y, m = y + 4800 - a, m + 12 * a - 3
            return d + (153 * m + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400
        return number(year, month, day) - number(1899, 12, 30)


class Usage(EsedbTest):
    def test_every_command_has_help_that_begins_with_how_it_is_called(self):
        out, _ = self.expect(0, "--help")
        for name in COMMANDS:
            self.assertIn("  %s" % name, out)
            help_text, err = self.expect(0, name, "--help")
            self.assertTrue(help_text.startswith("esedb %s " % name))
            self.assertIn("Exit status", help_text)
            self.assertEqual(err, "")
        self.expect(0, "--version")

    def test_wrong_calls_are_told_what_is_wrong_and_end_with_2(self):
        for words, told in [([], "Usage"), (["frobnicate"], "no command 'frobnicate'"), (["dump"], "FILE is missing"),
                            (["dump", "x", "--frobnicate"], "no option --frobnicate"), (["dump", "x", "t", "--limit"], "--limit needs a value"),
                            (["dump", "x", "t", "--limit", "many"], "--limit is a number"), (["dump", "x", "--format", "csv"], "CSV and TSV hold one table"),
                            (["dump", "x", "t", "--format", "xml"], "--format is one of csv"), (["info", "x", "y"], "'y' is one word too many"),
                            (["tables", "x", "--system=yes"], "--system takes no value"), (["get", "x", "t"], "KEY is missing"),
                            (["check", "x", "--max", "1", "--max", "2"], "--max is given twice"), (["import", "x"], "TABLE is missing"),
                            (["import", "x", "t", "--key", "a"], "go with --create"), (["import", "x", "t", "--batch", "0"], "at least 1"),
                            (["import", "x", "t", "--create", "--columns", "a:Frob"], "no type 'Frob'"),
                            (["import", "x", "t", "--create", "--columns", "a"], "not name:type"), (["compact", "x"], "NEW is missing"),
                            (["recover", "x", "--force"], "--force is for"), (["recover", "x", "--page-size", "5000"], "")]:
            status, out, err = esedb(*words)
            self.assertEqual(status, 3 if words[-1:] == ["5000"] else 2, words)
            self.assertIn(told, err)
            self.assertEqual(out, "")

    def test_what_is_no_database_cannot_be_opened(self):
        (self.folder / "empty").touch()
        (self.folder / "text").write_text("no database\n" * 2000)
        (self.folder / "zeros").write_bytes(bytes(70000))
        for name in ["missing", "empty", "text", "zeros", "."]:
            file = self.folder / name
            before = content(file) if file.is_file() else None
            for words in [["info", file], ["tables", file], ["schema", file], ["dump", file, "t"], ["get", file, "t", "1"], ["check", file],
                          ["import", file, "t"], ["compact", file, self.folder / "new"], ["recover", file], ["recover", file, self.folder / "new", "--without-log"]]:
                _, err = self.expect(3, *words, feed=b"a\n1\n")
                self.assertTrue(err.startswith("esedb: "), err)
            if before:
                self.assertEqual(content(file), before)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["empty", "text", "zeros"])


class Rows(EsedbTest):
    ODD = ["", None, "a,b", 'a"b', "two\nlines", "tab\there", "back\\slash", " blanks ", "\u00e9\u4e2d\U0001F600", "\\N", "NULL", "\r\n", "-"]

    def test_text_of_all_kinds_and_null_survive_all_formats(self):
        rows = [{"id": i, "text": text} for i, text in enumerate(self.ODD)]
        feed = "".join(json.dumps(row) + "\n" for row in rows).encode()
        self.expect(0, "import", self.file, "t", "--create", "--columns", "id:Long,text:LongText", "--key", "id", "--format", "json", feed=feed)
        self.assertEqual(self.dumped(self.file, "t"), rows)
        for form in ["csv", "tsv", "json"]:
            out = subprocess.run([PROGRAM, "dump", self.file, "t", "--format", form], stdout=subprocess.PIPE, check=True).stdout
            again = self.folder / ("again." + form)
            again.write_bytes(out)
            copy = self.folder / (form + ".edb")
            self.expect(0, "import", copy, "t", again, "--create", "--columns", "id:Long,text:LongText", "--key", "id")
            self.assertEqual(self.dumped(copy, "t"), rows, form)

    def test_csv_is_what_other_programs_read(self):
        text = self.make_people(50)
        out, _ = self.expect(0, "dump", self.file, "people")
        self.assertEqual(list(csv.reader(io.StringIO(out))), list(csv.reader(io.StringIO(text))))

    def test_values_of_every_type_go_in_and_come_out(self):
        good = [("Bit", [True, False]), ("UnsignedByte", [0, 255]), ("Short", [-32768, 32767]), ("UnsignedShort", [0, 65535]),
                ("Long", [-2**31, 2**31 - 1]), ("UnsignedLong", [0, 2**32 - 1]), ("LongLong", [-2**63, 2**63 - 1]), ("Currency", [-1, 1]),
                ("UnsignedLongLong", [0, 2**64 - 1]), ("IEEESingle", [0.5, -1e30]), ("IEEEDouble", [0.1, -1e300]),
                ("DateTime", ["2012-02-29T13:45:00", "1899-12-29T06:00:00", "0100-01-01T00:00:00", "9999-12-31T23:59:59.5"]),
                ("GUID", ["00112233-4455-6677-8899-aabbccddeeff"]), ("Binary", ["", "00ff"]), ("Text", ["", "abc"]),
                ("LongBinary", ["", "00" * 20000]), ("LongText", ["", "x" * 20000])]
        for number, (kind, values) in enumerate(good):
            file = self.folder / ("%d.edb" % number)
            rows = [{"n": i, "v": v} for i, v in enumerate([*values, None])]
            feed = "".join(json.dumps(row) + "\n" for row in rows).encode()
            self.expect(0, "import", file, "t", "--create", "--columns", "n:Long,v:" + kind, "--key", "n", "--format", "json", feed=feed)
            self.assertEqual(self.dumped(file, "t"), rows, kind)
            self.agrees_with_checker(file)

    def test_wrong_values_are_refused_with_line_and_column(self):
        bad = {"Bit": "2", "UnsignedByte": "256", "Short": "32768", "Long": "1.5", "UnsignedLong": "-1", "LongLong": "9223372036854775808",
               "IEEEDouble": "one", "IEEESingle": "1e60", "DateTime": "2013-02-29", "GUID": "0011", "Binary": "0", "LongBinary": "xy"}
        for number, (kind, words) in enumerate(bad.items()):
            file = self.folder / ("%d.edb" % number)
            _, err = self.expect(1, "import", file, "t", "--create", "--columns", "n:Long,v:" + kind, feed=b"n,v\n1,\n2,%s\n3,\n" % words.encode())
            self.assertTrue(err.startswith("standard input:3: column 'v': '%s'" % words), err)
            self.assertEqual([row["n"] for row in self.dumped(file, "t")], [1], kind)
        _, err = self.expect(1, "import", self.file, "t", "--create", "--columns", "v:Text", feed=b"v\n\xff\n")
        self.assertIn("not UTF-8", err)

    def test_an_import_stops_at_a_bad_row_or_passes_over_it(self):
        columns = ["--create", "--columns", "id:Long!,name:Text", "--key", "id"]
        text = b"id,name\n1,a\n2,b\n2,again\nx,c\n3\n\"4,d\n"
        out, err = self.expect(1, "import", self.file, "t", *columns, "--batch", "2", feed=text)
        self.assertIn("2 rows added to t, 1 not", out)
        self.assertIn("standard input:4: ", err)
        out, err = self.expect(1, "import", self.file, "t", "--skip-bad", feed=b"name,id\nc,1\nd,5\ne,\nf,6\n,7\n")
        self.assertIn("3 rows added to t, 2 not", out)
        self.assertEqual(self.dumped(self.file, "t"), [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}, {"id": 5, "name": "d"},
                                                       {"id": 6, "name": "f"}, {"id": 7, "name": None}])
        for line, told in [(b"id,frob\n9,1\n", "no column 'frob'"), (b"id\n9,1\n", "2 fields where there are 1"),
                           (b'id,name\n9,"x\n', "never closed"), (b'id,name\n9,"x"y\n', "closing quote")]:
            _, err = self.expect(1, "import", self.file, "t", feed=line)
            self.assertIn(told, err)
        for line, told in [(b"[1]\n", "a row is an object"), (b'{"id":9\n', "is missing"), (b'{"id":[9,10]}\n', "takes one value"), (b'{"id":{"a":1}}\n', "an object stands"),
                           (b"[" * 5000 + b"\n", "nested too deeply"), (b'{"name":"\\ud800"}\n', "surrogate")]:
            _, err = self.expect(1, "import", self.file, "t", "--format", "json", feed=line)
            self.assertIn(told, err)
        self.expect(3, "import", self.file, "absent", feed=b"id\n1\n")
        self.expect(3, "import", self.file, "t", self.folder / "absent.csv")
        self.assertEqual(len(self.dumped(self.file, "t")), 5)
        self.assertEqual(checker(self.file)[0], 0, checker(self.file)[1])
        self.assertFalse((self.folder / "people.edb.log").exists())

    def test_columns_of_the_input_make_a_table_of_text(self):
        self.expect(0, "import", self.file, "t", "--create", feed=b"\xef\xbb\xbfone,two\r\n1,x\r\n")
        self.assertEqual(self.dumped(self.file, "t"), [{"one": "1", "two": "x"}])

    def test_get_finds_rows_by_key_prefix_and_index(self):
        self.expect(0, "import", self.file, "t", "--create", "--columns", "a:Long,b:Text", "--key", "a,-b", feed=b"a,b\n-5,x\n-5,y\n7,x\n8,\n")
        self.assertEqual(self.expect(0, "get", self.file, "t", "-5")[0], "a,b\n-5,y\n-5,x\n")
        self.assertEqual(self.expect(0, "get", self.file, "t", "7", "x")[0], "a,b\n7,x\n")
        self.assertEqual(self.expect(0, "get", self.file, "t", "8", "\\N", "--format", "json")[0], '{"a":8,"b":null}\n')
        self.assertIn("no such row", self.expect(1, "get", self.file, "t", "9")[1])
        self.assertIn("no such row", self.expect(1, "get", self.file, "t", "7", "z")[1])
        self.assertIn("is no number", self.expect(2, "get", self.file, "t", "x")[1])
        self.assertIn("has 2 columns", self.expect(2, "get", self.file, "t", "1", "2", "3")[1])
        self.assertIn("no index", self.expect(2, "get", self.file, "t", "1", "--index", "absent")[1])
        self.expect(1, "get", self.file, "absent", "1")

    def test_dump_of_all_tables_names_them(self):
        for name in ["one", "two"]:
            self.expect(0, "import", self.file, name, "--create", feed=b"v\n%s\n" % name.encode())
        out, _ = self.expect(0, "dump", self.file, "--format", "json")
        self.assertEqual([json.loads(line) for line in out.splitlines()],
                         [{"table": "one", "values": {"v": "one"}}, {"table": "two", "values": {"v": "two"}}])
        out, _ = self.expect(0, "tables", self.file, "--format", "csv")
        self.assertEqual(out, "table,columns,indexes,rows\none,1,0,1\ntwo,1,0,1\n")
        self.assertIn("MSysObjects", self.expect(0, "tables", self.file, "--system")[0])
        out, err = self.expect(1, "dump", self.file, "one", "absent", "--format", "json")
        self.assertEqual((out.count("\n"), "table absent" in err), (1, True))
        self.assertEqual(self.expect(0, "dump", self.file, "one", "--limit", "0")[0], "v\n")
        self.assertEqual(self.expect(0, "dump", self.file, "--format", "table")[0], "\none\nv\n---\none\n(1 row)\n\ntwo\nv\n---\ntwo\n(1 row)\n")


class Soundness(EsedbTest):
    def test_a_file_of_ours_is_sound_and_check_counts(self):
        self.make_people()
        out, _ = self.expect(0, "check", self.file)
        self.assertIn(": 0 problems; ", out)
        self.assertIn("10 long values", out)
        self.assertEqual(checker(self.file)[0], 0)
        self.assertIn("state:              closed", self.expect(0, "info", self.file)[0])

    def pages_in_use(self, data, page_size):
        return [n for n in range(1, len(data) // page_size - 1) if any(data[(n + 1) * page_size:(n + 2) * page_size])]

    def test_every_damaged_page_is_found(self):
        self.make_people()
        sound, page_size = self.file.read_bytes(), 8192
        dice = random.Random(1)
        for page in self.pages_in_use(sound, page_size):
            data = bytearray(sound)
            at = (page + 1) * page_size + dice.randrange(page_size)
            data[at] ^= 0xFF
            self.file.write_bytes(data)
            out, _ = self.expect(1, "check", self.file)
            self.assertIn("page %d: " % page, out)

    def test_a_flipped_bit_is_told_and_harms_nobody(self):
        text = self.make_people(20)
        data = bytearray(self.file.read_bytes())
        page = max(self.pages_in_use(data, 8192))
        data[(page + 1) * 8192 + 4000] ^= 0x10
        self.file.write_bytes(data)
        out, _ = self.expect(1, "check", self.file)
        self.assertIn("was flipped, and is mended", out)
        self.assertEqual(list(csv.reader(io.StringIO(self.expect(0, "dump", self.file, "people")[0]))), list(csv.reader(io.StringIO(text))))

    def test_a_row_changed_behind_the_back_of_its_indexes_is_found(self):
        self.expect(0, "import", self.file, "t", "--create", "--columns", "id:Long,code:Long", "--key", "id", feed=b"id,code\n1,286331153\n2,2\n")
        with_index = bytearray(self.file.read_bytes())
        needle = struct.pack("<ii", 1, 286331153)    # both columns lie side by side in the row
        at = with_index.find(needle)
        self.assertGreater(at, 0)
        self.assertEqual(with_index.find(needle, at + 1), -1)
        page = at // 8192 - 1
        with_index[at:at + 4] = struct.pack("<i", 7)
        with_sound_checksum(with_index, page, 8192)
        self.file.write_bytes(with_index)
        out, _ = self.expect(1, "check", self.file)
        self.assertIn("table t: 1 rows lie under a key that is not theirs", out)

        self.make_people(1, self.folder / "other.edb")    # the same with a name in the catalog, which has an index
        data = bytearray((self.folder / "other.edb").read_bytes())
        page = next(n for n in self.pages_in_use(data, 8192) if data[(n + 1) * 8192 + 24] == 2 and data.find(b"people", (n + 1) * 8192, (n + 2) * 8192) > 0)
        at = data.find(b"people", (page + 1) * 8192)
        data[at:at + 6] = b"pebble"
        with_sound_checksum(data, page, 8192)
        (self.folder / "other.edb").write_bytes(data)
        out, _ = self.expect(1, "check", self.folder / "other.edb")
        self.assertIn("index Name: 1 entries are missing that rows need", out)
        self.assertIn("index Name: 1 entries belong to no row", out)

    def test_two_owners_of_a_page_are_found(self):
        self.make_people(2000)
        data = bytearray(self.file.read_bytes())
        database = edbcheck.Database(str(self.file))
        leaf = next(n for n in range(1, database.npages + 1)
                    if not database.page(n).blank and database.page(n).flags & edbcheck.PF_LEAF and database.page(n).next and database.page(n).prev)
        struct.pack_into("<I", data, (leaf + 1) * 8192 + 20, leaf)    # its right neighbour is itself
        with_sound_checksum(data, leaf, 8192)
        self.file.write_bytes(data)
        out, _ = self.expect(1, "check", self.file)
        self.assertIn("leaf %d does not lead to" % leaf, out)
        status, _, err = esedb("dump", self.file, "people")    # and reading does not go round in circles
        self.assertIn(status, (0, 1), err)

    def test_nothing_crashes_or_hangs_on_hostile_files(self):
        self.make_people(300)
        sound = self.file.read_bytes()
        seed = int(os.environ.get("ESE_TEST_SEED", "1"))
        print("ESE_TEST_SEED=%d" % seed, end=" ", flush=True)
        dice = random.Random(seed)
        samples = [sound[:size] for size in (1, 8191, 8192, 16385, 100000, len(sound) - 1)]
        for _ in range(8):
            data = bytearray(sound)
            for _ in range(dice.choice([1, 3, 40])):
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            samples.append(bytes(data))
        pages = self.pages_in_use(sound, 8192)
        for _ in range(12):    # behind a checksum that says all is well
            data = bytearray(sound)
            page = dice.choice(pages)
            for _ in range(dice.choice([1, 2, 10])):
                data[(page + 1) * 8192 + dice.randrange(8, 8192)] = dice.randrange(256)
            with_sound_checksum(data, page, 8192)
            samples.append(bytes(data))
        for number, data in enumerate(samples):
            self.file.write_bytes(data)
            new = self.folder / "new.edb"
            for words in [["info", self.file], ["tables", self.file, "--system"], ["schema", self.file], ["dump", self.file, "--format", "json", "--system"],
                          ["get", self.file, "people", "17"], ["check", self.file], ["compact", self.file, new, "--force"],
                          ["recover", self.file, new, "--without-log", "--force"]]:
                esedb(*words)    # raises when it was killed
            self.assertEqual(content(self.file), hashlib.sha256(data).hexdigest(), number)


class Mending(EsedbTest):
    def test_compact_copies_everything_and_leaves_nothing_else(self):
        self.make_people(3000)
        before = content(self.file)
        new = self.folder / "new.edb"
        out, _ = self.expect(0, "compact", self.file, new)
        self.assertIn("1 tables, 3000 rows", out)
        self.assertEqual(self.dumped(new), self.dumped(self.file))
        self.assertEqual(content(self.file), before)
        self.assertEqual(checker(new)[0], 0, checker(new)[1])
        self.assertEqual(self.expect(0, "schema", new)[0], self.expect(0, "schema", self.file)[0])
        self.assertIn("exists already", self.expect(3, "compact", self.file, new)[1])
        self.expect(0, "compact", self.file, new, "--force")
        self.expect(2, "compact", self.file, self.file, "--force")
        self.expect(3, "compact", self.file, self.folder / "absent" / "new.edb")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["new.edb", "people.edb"])

    def test_compact_of_a_damaged_file_leaves_no_half_copy(self):
        self.make_people(3000)
        data = bytearray(self.file.read_bytes())
        database = edbcheck.Database(str(self.file))
        leaf = next(n for n in range(1, database.npages) if database.page(n).next and database.page(n).prev
                    and not database.page(n).flags & (edbcheck.PF_SPACE | edbcheck.PF_LV | edbcheck.PF_INDEX))
        data[(leaf + 1) * 8192 + 100:(leaf + 1) * 8192 + 200] = bytes(100)
        self.file.write_bytes(data)
        self.expect(1, "compact", self.file, self.folder / "new.edb")
        self.assertEqual([p.name for p in self.folder.iterdir()], ["people.edb"])

        out, _ = self.expect(1, "recover", self.file, self.folder / "saved.edb", "--without-log")    # most rows can be saved
        self.assertIn("from the front", out)
        saved = self.dumped(self.folder / "saved.edb")
        self.assertGreater(len(saved), 2000)
        self.assertLess(len(saved), 3000)
        self.assertEqual(saved[0]["id"], 0)
        self.assertEqual(saved[-1]["id"], 2999)
        self.assertEqual(checker(self.folder / "saved.edb")[0], 0)

    @unittest.skipIf(os.name == "nt", "processes are killed otherwise there")
    def test_an_import_that_is_killed_is_recovered_up_to_its_last_batch(self):
        self.make_people(10)
        with subprocess.Popen([PROGRAM, "import", self.file, "people", "--batch", "50"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
            child.stdin.write(b"id,name\n" + b"".join(b"%d,x\n" % i for i in range(100, 20000)))
            child.stdin.flush()    # most of it is through the pipe by now, and much of that committed
            child.send_signal(signal.SIGKILL)
        log = self.folder / "people.edb.log"
        self.assertTrue(log.is_dir())
        self.assertIn("esedb recover", self.expect(3, "import", self.file, "people", feed=b"id\n1\n")[1])
        self.assertIn("esedb recover", self.expect(3, "dump", self.file, "people")[1])
        self.assertIn("not closed", self.expect(1, "check", self.file)[0])
        self.assertIn("not closed", self.expect(1, "info", self.file)[0])

        out, _ = self.expect(0, "recover", log)
        self.assertIn("people.edb: closed", out)
        self.expect(0, "recover", log)
        shutil.rmtree(log)
        rows = [row["id"] for row in self.dumped(self.file)]
        self.assertEqual(rows[:10], list(range(10)))
        self.assertEqual(rows[10:], list(range(100, 100 + len(rows) - 10)))
        self.assertEqual((len(rows) - 10) % 50, 0)
        self.assertGreater(len(rows), 10)
        self.assertEqual(checker(self.file)[0], 0, checker(self.file)[1])

    def test_a_folder_without_a_log_is_refused_and_stays_empty(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertIn("holds no log", self.expect(3, "recover", empty)[1])
        self.assertEqual(list(empty.iterdir()), [])

    def test_a_file_left_dirty_is_saved_without_its_log_and_told_what_may_be_lost(self):
        self.make_people(100)
        data = bytearray(self.file.read_bytes())
        for at in (0, 8192):
            struct.pack_into("<I", data, at + 52, 2)
            struct.pack_into("<I", data, at, edbcheck.header_checksum(bytes(data[at:at + 8192])))
        self.file.write_bytes(data)
        before = content(self.file)
        new = self.folder / "saved.edb"
        out, _ = self.expect(0, "recover", self.file, new, "--without-log")
        self.assertIn("what its log had and it had not is lost", out)
        self.assertEqual(len(self.dumped(new)), 100)
        self.assertEqual(content(self.file), before)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["people.edb", "saved.edb"])


@unittest.skipUnless(windows_files(), "no folder shared/data with database files of Windows")
class FilesOfWindows(EsedbTest):
    def test_dump_agrees_with_an_independent_reader(self):
        for file in windows_files():
            with self.subTest(file.name):
                self.agrees_with_checker(file)

    def test_they_are_sound_and_stay_untouched(self):
        for file in windows_files():
            with self.subTest(file.name):
                before = content(file)
                out, _ = self.expect(0, "check", file)
                self.assertIn(": 0 problems; ", out)
                for words in [["info", file], ["tables", file, "--system"], ["schema", file, "--system"], ["dump", file, "--format", "table", "--system"]]:
                    self.expect(0, *words)
                self.assertEqual(content(file), before)

    def test_get_finds_rows_by_every_index(self):
        for file in windows_files():
            columns = [json.loads(line) for line in self.expect(0, "schema", file, "--format", "json")[0].splitlines()]
            rows = [json.loads(line) for line in self.expect(0, "dump", file, "--format", "json")[0].splitlines()]
            for index in (one for one in columns if one["kind"] == "index"):
                key = [rows[0]["values"][column[1:]] for column in index["columns"]]
                if rows[0]["table"] != index["table"] or any(isinstance(value, (list, dict)) for value in key):
                    continue
                words = ["\\N" if value is None else json.dumps(value) if not isinstance(value, str) else value for value in key]
                with self.subTest(file.name + " " + index["name"]):
                    out, _ = self.expect(0, "get", file, index["table"], "--format", "json", "--index", index["name"], "--", *words)
                    self.assertIn(rows[0]["values"], [json.loads(line) for line in out.splitlines()])

    def test_copies_have_the_same_rows(self):
        for file in windows_files():
            with self.subTest(file.name):
                new = self.folder / file.name
                self.expect(0, "compact", file, new)
                self.assertEqual(self.expect(0, "dump", new, "--format", "json")[0], self.expect(0, "dump", file, "--format", "json")[0])
                self.assertEqual(checker(new)[0], 0, checker(new)[1])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
