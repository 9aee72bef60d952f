#!/bin/sh
# check_demo.sh — runs the demo, and lets two programs that share no code with the engine read the file it leaves.
#
#     check_demo.sh DEMO UNICODE_DATA_FILE OUTPUT_FOLDER
#
# Exit status: 0 all is well, 77 there is no data file (CTest counts the test as skipped), otherwise something is wrong.
set -eu

demo=$1 data=$2 folder=$3
root=$(cd "$(dirname "$0")/.." && pwd)
say() { printf '== %s\n' "$*"; }
fail() { printf 'wrong: %s\n' "$*" >&2; exit 1; }

[ -r "$data" ] || { echo "no data file $data"; exit 77; }
rm -rf "$folder"
mkdir -p "$folder"
"$demo" "$data" "$folder"

say "bad input is refused"
for wrong in "$folder/absent" "$root/LICENSE"; do
  status=0
  "$demo" "$wrong" "$folder/bad" 2>"$folder/words" || status=$?
  [ "$status" = 1 ] && grep -q '^demo: .' "$folder/words" || fail "no exit status 1, or no words, for $wrong"
done
rm "$folder/words"

say "test/edbcheck.py --strict"
python3 -B "$root/test/edbcheck.py" --strict "$folder/unicode.edb"

if ! command -v esedbexport >/dev/null 2>&1; then
  say "esedbexport is not there (Debian package libesedb-utils): no third opinion"
  exit 0
fi
say "esedbexport: code, name and category of every character against $data"
esedbexport -m tables -t "$folder/unicode" "$folder/unicode.edb" >"$folder/esedbexport.log" || fail "esedbexport, see $folder/esedbexport.log"
awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
             { printf "%04X;%s;%s\n", $at["code"], $at["name"], $at["category"] }' "$folder"/unicode.export/characters.* >"$folder/exported"
cut -d ';' -f 1-3 "$data" >"$folder/expected"
cmp "$folder/exported" "$folder/expected" || fail "the table is not what went in"
say "all $(wc -l <"$folder/exported" | tr -d ' ') rows are there, as they went in"
rm -r "$folder/exported" "$folder/expected" "$folder/unicode.export" "$folder/esedbexport.log"
