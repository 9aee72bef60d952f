#!/bin/sh
# demo.sh — builds the demo, runs it on the list of all Unicode characters, and checks the file it leaves; installs what
# is missing on Debian and Ubuntu. Writes into build/ only: the database is left in build/demo-data.
#
#     sh examples/demo.sh [UNICODE_DATA_FILE]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
data=${1:-/usr/share/unicode/UnicodeData.txt}
case $data in /*) ;; *) data=$PWD/$data ;; esac
cd "$root"
export CCACHE_DIR="${CCACHE_DIR:-$root/build/ccache}"

say() { printf '== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

missing_packages() {
  { have g++ || have clang++; } || echo g++
  have cmake || echo cmake
  have ninja || have make || echo ninja-build
  have python3 || echo python3
  [ -r "$data" ] || echo unicode-data
  have esedbexport || ! have apt-get || echo libesedb-utils
}

packages=$(missing_packages | tr '\n' ' ')
if [ -n "$packages" ]; then
  as_root=
  [ "$(id -u)" = 0 ] || { have sudo && as_root=sudo; }
  if have apt-get && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
    say "installing $packages"
    # The list is meant to be split.
    # shellcheck disable=SC2086
    $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages
  else
    echo "Please install what these Debian packages contain, then run this again: $packages" >&2
    exit 1
  fi
fi

say "building"
mkdir -p build
generator=
if have ninja && [ ! -f build/demo/CMakeCache.txt ]; then generator="-G Ninja"; fi
# One word or two.
# shellcheck disable=SC2086
cmake --preset release -B build/demo $generator -DESE_BUILD_TESTS=OFF >build/demo.log 2>&1 || { cat build/demo.log; exit 1; }
cmake --build build/demo --target demo --parallel "${ESE_JOBS:-2}" >>build/demo.log 2>&1 || { cat build/demo.log; exit 1; }

say "running"
sh examples/check_demo.sh build/demo/examples/demo "$data" "$root/build/demo-data"
