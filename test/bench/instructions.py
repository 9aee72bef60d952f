#!/usr/bin/env python3
"""instructions.py - instructions of one operation, counted by valgrind: the same on a busy machine as on an idle one.

    instructions.py ESE_BENCH OUTPUT.csv [--store ese-4k,ese-8k] [--rows 100000]

The bench dumps a count for each row; all threads of the store's process are in it.
Exit status: 0 written, 1 valgrind or the bench failed.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

TRIGGER = re.compile(r"^desc: Trigger: Client Request: (\w+) (\d+)$", re.M)
TOTAL = re.compile(r"^(?:summary|totals): (\d+)$", re.M)


def counted(bench, store, rows, folder):
    """Row -> instructions of one operation."""
    subprocess.run(["valgrind", "--tool=callgrind", "--instr-atstart=no", "--quiet", f"--callgrind-out-file={folder}/out.%p",
                    bench, "--count", "--store", store, "--rows", str(rows), "--folder", f"{folder}/data"],
                   check=True, stdout=subprocess.DEVNULL)
    found = {}
    for dump in folder.glob("out.*"):
        text = dump.read_text(encoding="utf-8", errors="replace")
        trigger, total = TRIGGER.search(text), TOTAL.search(text)
        if trigger and total:
            found[trigger.group(1)] = int(total.group(1)) / int(trigger.group(2))
    return found


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("bench")
    words.add_argument("output", type=pathlib.Path)
    words.add_argument("--store", default="ese-4k,ese-8k")
    words.add_argument("--rows", type=int, default=100_000)
    o = words.parse_args()
    lines = ["store,code,instructions"]
    for store in o.store.split(","):
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = counted(o.bench, store, o.rows, pathlib.Path(folder))
            except (OSError, subprocess.CalledProcessError) as trouble:
                print(trouble, file=sys.stderr)
                return 1
        if not found:
            print(f"{store}: no counts; was the bench built where valgrind's headers are?", file=sys.stderr)
            return 1
        lines += [f"{store},{code},{count:.1f}" for code, count in sorted(found.items())]
    o.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
