#!/usr/bin/env python3
"""edb_files_test.py - every database the tests left in FOLDER passes the strict checker.

    edb_files_test.py FOLDER

Exit status: 0 all pass, 1 some do not, 77 there is no database to look at.
"""

import concurrent.futures
import pathlib
import subprocess
import sys

CHECKER = pathlib.Path(__file__).resolve().with_name("edbcheck.py")


def check(file):
    """What the checker says about one file: its exit status and its words."""
    done = subprocess.run([sys.executable, "-B", str(CHECKER), "--strict", str(file)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return file, done.returncode, done.stdout


def main():
    files = sorted(pathlib.Path(sys.argv[1]).rglob("*.edb"))
    if not files:
        print("no databases in", sys.argv[1])
        return 77
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for file, status, words in pool.map(check, files):
            print(f"{'passed' if status == 0 else 'FAILED'}  {file.name}")
            if status != 0:
                bad += 1
                print(words)
    print(f"{len(files)} databases, {bad} with problems")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
