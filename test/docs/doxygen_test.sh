#!/bin/sh
# doxygen_test.sh — the reference pages are made without a warning, and have pages about our classes.
#
#     doxygen_test.sh PROJECT OUTPUT_FOLDER
set -eu

command -v doxygen >/dev/null 2>&1 || { echo "left out: no doxygen here"; exit 77; }
output=$2
rm -rf "$output"
mkdir -p "$output"
cd "$1"
{ cat docs/Doxyfile; echo "OUTPUT_DIRECTORY = $output"; } | doxygen -

for name in instance session cursor transaction table; do
  page=$output/html/classese_1_1basic__$name.html
  [ -f "$page" ] || { echo "there is no page about basic_$name"; exit 1; }
done
grep -q 'The destructor ends it' "$output/html/classese_1_1basic__session.html" || { echo "the comments are not on the pages"; exit 1; }
echo "$(find "$output/html" -name '*.html' | wc -l) pages"
