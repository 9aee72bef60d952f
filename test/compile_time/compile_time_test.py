#!/usr/bin/env python3
"""compile_time_test.py - what the headers cost a source file, against a budget.

    compile_time_test.py COMPILER INCLUDE_FOLDER WORK_FOLDER

The yardstick is a file that includes <string>, <vector>, <optional> and <system_error>. Counted is processor time, of the
compiler and the system for it, at -O0; rounds are interleaved and the shortest run of each file counts, so that what else the
machine does matters little. Each round asks for one run of every file.
Exit status: 0 within the budget, 1 above it.
"""

import os
import pathlib
import subprocess
import sys

ROUNDS = 5            # of the quick files
ROUNDS_SLOW = 2       # of the header-only one
ROUNDS_MORE = 3       # times the rounds again, before a budget counts as missed

# Times the yardstick. What was measured when the numbers were set is in docs/compile-time.md.
BUDGETS = {"fwd.hpp": 1.2, "ese.hpp with ese::compiled": 3.3, "ese.hpp header-only": 40.0, "a further table": 0.8}

YARDSTICK = "#include <string>\n#include <vector>\n#include <optional>\n#include <system_error>\n"

MEMBERS = ("std::int64_t", "std::string", "std::int32_t", "std::optional<std::string>", "double", "std::optional<std::int64_t>",
           "bool", "std::vector<std::byte>", "std::uint16_t", "std::optional<double>", "std::string", "std::int64_t")


def table(number):
    """A table of twelve columns and two indexes, and a function that writes, finds and counts its rows."""
    members = "".join(f"    {kind} c{i}{{}};\n" for i, kind in enumerate(MEMBERS))
    columns = "".join(f'    using k{i} = ese::column<"c{i}", &row{number}::c{i}>;\n' for i in range(len(MEMBERS)))
    names = ", ".join(f"k{i}" for i in range(len(MEMBERS)))
    return f"""
struct row{number} {{
{members}}};
struct table{number} {{
    using record = row{number};
    static constexpr std::string_view table_name = "t{number}";
{columns}    using primary = ese::index_on<"pk", ese::asc<k0>>;
    using by_text = ese::index_on<"by_text", ese::asc<k1>, ese::desc<k2>>;
    using columns = ese::list<{names}>;
    using indexes = ese::list<primary, by_text>;
}};
std::int64_t use{number}(ese::database& db)
{{
    ese::table<table{number}> rows = db.ensure<table{number}>();
    rows.insert({{.c0 = {number}, .c1 = "one"}});
    std::int64_t sum = 0;
    if (const auto found = rows.find(std::int64_t{{{number}}})) sum += found->c11;
    for (auto row : rows.rows<table{number}::by_text>(ese::equal("one"))) sum += row.get<table{number}::k0>();
    return sum;
}}
"""


def program_with_tables(count):
    return "#include <ese/ese.hpp>\n" + "".join(table(n) for n in range(count))


class Compiler:
    def __init__(self, name, include, work):
        self.command = [name, "-std=c++20", "-O0", f"-I{include}", "-c", "-o", os.devnull]
        self.work = work
        self.best = {}
        self.files = {}

    def add(self, name, text, *flags):
        file = self.work / (name.replace(" ", "_").replace(":", "") + ".cpp")
        file.write_text(text, encoding="utf-8")
        self.files[name] = [*self.command, *flags, str(file)]

    def run(self, name):
        """Processor seconds of one compilation; the shortest is kept."""
        with subprocess.Popen(self.files[name]) as compiler:
            _, status, used = os.wait4(compiler.pid, 0)
            compiler.returncode = os.waitstatus_to_exitcode(status)
        if compiler.returncode != 0:
            sys.exit(f"FAILED: {name} does not compile")
        self.best[name] = min(self.best.get(name, 1e9), used.ru_utime + used.ru_stime)


def shares(best):
    """What the budgets speak of, in times the yardstick."""
    base = best["yardstick"]
    return {"fwd.hpp": best["fwd.hpp"] / base,
            "ese.hpp with ese::compiled": best["ese.hpp with ese::compiled"] / base,
            "ese.hpp header-only": best["ese.hpp header-only"] / base,
            "a further table": (best["five tables"] - best["one table"]) / 4 / base}


def main():
    compiler, include, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    work.mkdir(parents=True, exist_ok=True)
    measured = Compiler(compiler, include, work)
    separate = "-DESE_SEPARATE_COMPILATION"
    measured.add("yardstick", YARDSTICK)
    measured.add("fwd.hpp", YARDSTICK + "#include <ese/fwd.hpp>\n")
    measured.add("ese.hpp with ese::compiled", "#include <ese/ese.hpp>\n", separate)
    measured.add("one table", program_with_tables(1), separate)
    measured.add("five tables", program_with_tables(5), separate)
    quick = list(measured.files)
    measured.add("ese.hpp header-only", "#include <ese/ese.hpp>\n")

    for n in range(ROUNDS * (1 + ROUNDS_MORE)):
        for name in quick if n >= ROUNDS_SLOW else measured.files:
            measured.run(name)
        if n + 1 >= ROUNDS and all(share <= BUDGETS[what] for what, share in shares(measured.best).items()):
            break

    base = measured.best["yardstick"]
    print(f"the yardstick takes {base:.2f} s")
    missed = 0
    for what, share in shares(measured.best).items():
        missed += share > BUDGETS[what]
        print(f"{'within' if share <= BUDGETS[what] else 'ABOVE '}  {what}: {share:.2f} times, {share * base:.2f} s; budget {BUDGETS[what]:.1f}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
