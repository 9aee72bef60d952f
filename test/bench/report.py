#!/usr/bin/env python3
"""report.py - docs/benchmarks.md and its picture from what ese_bench wrote.

    report.py BENCH.csv DOCS_FOLDER [--instructions COUNTS.csv] [--ours ese-8k] [--by clock|cpu]

The page says what was measured and how; it holds no figure that is not in the files given.
Exit status: 0 written, 1 a file cannot be used.
"""

import argparse
import collections
import csv
import math
import pathlib
import statistics
import sys
import xml.sax.saxutils

NOT_FULL = {"leveldb"}              # shown, but no measure: batches instead of transactions
UNSAFE = {"lmdb", "lmdb-wm"}        # peers whose lazy commits a crash of the system may turn into a corrupt file
WAITS = {"W7a", "W7b"}              # for the disk: always by the clock
SPREAD_MAX = 1.3                    # a row with more is marked
LOWER, UPPER = 1 / 16, 16           # of the picture

Row = collections.namedtuple("Row", "code task unit cells")     # cells: store -> values of the rounds


def read(path, by):
    """The conditions, the stores in their order, and the rows."""
    conditions, lines = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        (conditions.append(line[2:]) if line.startswith("# ") else lines.append(line))
    rows, stores = {}, []
    for r in csv.DictReader(lines):
        row = rows.setdefault(r["code"], Row(r["code"], r["task"], r["unit"], {}))
        value = float(r["cpu"] if by == "cpu" and r["unit"] == "ns" and r["code"] not in WAITS else r["value"])
        row.cells.setdefault(r["store"], []).append(value)
        if r["store"] not in stores:
            stores.append(r["store"])
    return conditions, stores, list(rows.values())


def is_ours(store):
    return store.startswith("ese")


def peers_of(row):
    return {s: statistics.median_low(v) for s, v in row.cells.items() if not is_ours(s) and s not in NOT_FULL}


def best_of(cells):
    return min(cells, key=cells.get) if cells else None


def shown(value, unit):
    if unit != "ns":
        return f"{value:.3g} {unit}" if value < 1000 else f"{value:.0f} {unit}"
    for size, name in ((1e6, "ms"), (1e3, "us")):
        if value >= size:
            return f"{value / size:.3g} {name}" if value < 1000 * size else f"{value / size:.0f} {name}"
    return f"{value:.3g} ns"


def ratio_of(row, ours, peers):
    best = best_of(peers)
    if best is None or ours not in row.cells:
        return None, None
    own = statistics.median_low(row.cells[ours])
    return (peers[best] / own if own > 0 else None), best


def ratio_text(ratio):
    return "" if ratio is None else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def spread_of(values):
    return max(values) / min(values) if min(values) > 0 else math.inf


def table(stores, rows, ours, counts):
    head = ["", "what"] + stores + ["ratio", "to", "safe ratio", "to", "our instructions"]
    out = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        peers = peers_of(row)
        ratio, best = ratio_of(row, ours, peers)
        safe, safe_best = ratio_of(row, ours, {s: v for s, v in peers.items() if s not in UNSAFE})
        cells = []
        for store in stores:
            values = row.cells.get(store)
            if values is None:
                cells.append("-")
                continue
            text = shown(statistics.median_low(values), row.unit)
            if store in (ours, best):
                text = f"**{text}**"
            cells.append(text + (" ~" if spread_of(values) >= SPREAD_MAX else ""))
        out.append("| " + " | ".join([row.code, row.task] + cells + [ratio_text(ratio), best or "", ratio_text(safe),
                   safe_best or "", f"{counts[row.code]:,.0f}" if row.code in counts else ""]) + " |")
    return out


def picture(rows, ours, by):
    """One bar for each row: to the right of the line we are ahead of the best peer."""
    bars = [(r, *ratio_of(r, ours, peers_of(r))) for r in rows]
    bars = [b for b in bars if b[1]]
    left, width, step, top = 330, 460, 18, 46
    height = top + step * len(bars) + 30

    def x(ratio):
        at = min(max(ratio, LOWER), UPPER)
        return left + width * (math.log2(at) - math.log2(LOWER)) / (math.log2(UPPER) - math.log2(LOWER))

    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 150}" height="{height}" font-family="sans-serif" font-size="11">',
           f'<rect width="100%" height="100%" fill="white"/>',
           f'<text x="10" y="18" font-size="13">{ours}: the best peer\'s figure by ours ({"processor time" if by == "cpu" else "by the clock"}); '
           'to the right of 1 we are ahead; cut off at 16</text>']
    for mark in (1 / 16, 1 / 4, 1, 4, 16):
        svg.append(f'<line x1="{x(mark):.1f}" y1="{top - 6}" x2="{x(mark):.1f}" y2="{height - 24}" stroke="{"black" if mark == 1 else "#ccc"}"/>')
        svg.append(f'<text x="{x(mark):.1f}" y="{top - 10}" text-anchor="middle">{mark:g}</text>')
    for i, (row, ratio, best) in enumerate(bars):
        y = top + step * i
        a, b = sorted((x(1), x(ratio)))
        svg.append(f'<text x="{left - 8}" y="{y + 12}" text-anchor="end">{xml.sax.saxutils.escape(row.code + "  " + row.task)}</text>')
        svg.append(f'<rect x="{a:.1f}" y="{y + 3}" width="{max(b - a, 1):.1f}" height="{step - 6}" fill="{"#2a7f4f" if ratio >= 1 else "#b5492e"}"/>')
        svg.append(f'<text x="{left + width + 10}" y="{y + 12}">{ratio_text(ratio)}  {best}</text>')
    return "\n".join(svg + ["</svg>", ""])


def alone(path, rows, ours):
    """What the engine promises of itself: figures of one row by those of another, with the target beside it."""
    clock = {r.code: r.cells for r in read(path, "clock")[2]}
    chosen = {r.code: r.cells for r in rows}

    def by(cells, above, below):
        if any(ours not in cells.get(code, {}) for code in (above, below)):
            return "not measured"
        return f"{statistics.median_low(cells[above][ours]) / statistics.median_low(cells[below][ours]):.2f}"

    return ["## Of this engine alone", "", "| claim | rows | measured | target |", "|---|---|---|---|",
            f"| reads of two threads by those of one, by the clock | W3 : R2 | {by(clock, 'W3', 'R2')} | 1.8 or more |",
            f"| a point read among ten times the rows | W4 : R10 | {by(chosen, 'W4', 'R10')} | 1.6 or less |",
            f"| a point read of unchanged rows while a snapshot is held from before 10,000 changes | R1h : W4 | {by(chosen, 'R1h', 'W4')} | 1, as far as can be measured |", ""]


def page(conditions, stores, rows, ours, by, counts, claims):
    named = dict(c.split(": ", 1) for c in conditions)
    loose = [r.code for r in rows if any(spread_of(v) >= SPREAD_MAX for s, v in r.cells.items() if s in (ours, best_of(peers_of(r))))]
    missing = [f"{s}: {', '.join(r.code for r in rows if s not in r.cells)}" for s in stores if any(s not in r.cells for r in rows)]
    out = ["# Benchmarks", "",
           "This page is made by `test/bench/report.py` from one run of `ese_bench`. Times belong to the machine and the hour; ratios travel better.", "",
           "```sh",
           "cmake --preset release -DESE_BUILD_BENCHMARKS=ON && cmake --build build/release --target ese_bench",
           "build/release/test/bench/ese_bench                      # --quick for a short one; writes build/release/bench.csv",
           "python3 test/bench/instructions.py build/release/test/bench/ese_bench build/release/instructions.csv",
           "python3 test/bench/report.py build/release/bench.csv docs --instructions build/release/instructions.csv",
           "```", ""]
    out += [f"* {what}: {named[what]}" for what in ("date", "machine", "compiler", "run") if what in named]
    out += [f"* Judged {'by processor time of all threads of a store, W7 and what is no time of one operation by the clock' if by == 'cpu' else 'by the clock'}; medians of the rounds.", "",
            "| store | settings |", "|---|---|"]
    out += [f"| {s} | {named.get('store ' + s, '')} |" for s in stores]
    out += ["", "All stores get the same keys, values and room for a cache, and work in the same file system, each in a process of its own. The next store has its "
            "turn when the last one has become quiet, after a third of a second at most. W7 waits for the disk in every store. All else is lazy: a commit survives a killed process and does not wait. "
            "`ctest -R bench_promises` asserts this: the caches are equal, checksums are on where a store has them, a durable commit syncs a file and a lazy one does not. "
            "Whatever is read is checked.", "",
            f"**Ratio** is the figure of the best peer by that of {ours}: above 1 we are ahead. Peers without full transactions ({', '.join(sorted(NOT_FULL))}) are shown and "
            f"not counted; the *safe* ratio also leaves out {', '.join(sorted(UNSAFE))}. `~`: the rounds lie further apart than {SPREAD_MAX}. W10, W7b, R2 and H2 have two "
            "threads. Our instructions are those of one operation in user mode, all threads counted, by valgrind.", ""]
    if missing:
        out += ["`-`: the store lacks what the row needs (nested transactions, a rollback, a cache of its own), or the row was not asked for. " + "; ".join(missing) + ".", ""]
    if loose:
        out += ["Not judged, because the rounds of ours or of the best peer lie too far apart: " + ", ".join(loose) + ".", ""]
    out += ["![ratios](benchmarks.svg)", ""] + table(stores, rows, ours, counts) + [""] + claims
    out += pathlib.Path(__file__).with_name("notes.md").read_text(encoding="utf-8").splitlines() + [""]
    return "\n".join(out)


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("csv", type=pathlib.Path)
    words.add_argument("docs", type=pathlib.Path)
    words.add_argument("--instructions", type=pathlib.Path)
    words.add_argument("--ours", default="ese-8k")
    words.add_argument("--by", choices=("clock", "cpu"), default="clock")
    o = words.parse_args()
    try:
        conditions, stores, rows = read(o.csv, o.by)
        counts = {}
        if o.instructions:
            with o.instructions.open(encoding="utf-8") as lines:
                counts = {r["code"]: float(r["instructions"]) for r in csv.DictReader(lines) if r["store"] == o.ours}
        if o.ours not in stores:
            raise ValueError(f"{o.csv} has no store {o.ours}")
        (o.docs / "benchmarks.md").write_text(page(conditions, stores, rows, o.ours, o.by, counts, alone(o.csv, rows, o.ours)), encoding="utf-8")
        (o.docs / "benchmarks.svg").write_text(picture(rows, o.ours, o.by), encoding="utf-8")
    except (OSError, ValueError, KeyError) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
