#!/usr/bin/env bash
# Builds the release preset and runs every test. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: scripts/test.sh [options] [-- arguments for ctest]

Installs what is missing (Debian and Ubuntu), builds the library, the examples, the benchmarks and the tests,
and runs every test, those of the library on each of its backends.

  --preset NAME    the preset to build and test (default: release; also debug, asan, tsan, gcc, clang, serial, eigen,
                   headers)
  --jobs N         parallel jobs (default: the number of cores, fewer where memory is short)
  --fast           leave out the tests that are labelled slow
  --no-install     install nothing: say which packages are missing, and stop
  --help           this text

Environment:
  AGON_DATA        a folder with data sets (mnist/ and others); tests that need one are skipped without it

Examples:
  scripts/test.sh
  scripts/test.sh --preset asan --fast
  scripts/test.sh -- -R conv2d
TEXT
}

preset=release
jobs=""
install_option=()
ctest_options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --preset) [ $# -ge 2 ] || die "--preset expects a name"; preset="$2"; shift ;;
    --jobs) [ $# -ge 2 ] || die "--jobs expects a number"; jobs="$2"; shift ;;
    --fast) ctest_options+=(--label-exclude slow) ;;
    --no-install) install_option=(--no-install) ;;
    --help | -h) usage; exit 0 ;;
    --) shift; ctest_options+=("$@"); break ;;
    *) usage >&2; die "unknown option: $1" ;;
  esac
  shift
done
jobs="${jobs:-$(default_jobs)}"
case "$jobs" in '' | 0 | *[!0-9]*) die "--jobs expects a number of at least 1, got $jobs" ;; esac

packages=("${build_packages[@]}" "${test_packages[@]}")
[ "$preset" = clang ] && packages+=(clang libomp-dev)
require_packages ${install_option[@]+"${install_option[@]}"} "${packages[@]}"

if [ -n "${AGON_DATA:-}" ]; then
  [ -d "$AGON_DATA" ] || die "AGON_DATA expected a folder, got $AGON_DATA"
  AGON_DATA="$(cd "$AGON_DATA" && pwd)"
  export AGON_DATA
fi

cd "$root"
say "configuring ($preset)"
# The folder may remember that an earlier configuration left parts out; some presets leave out the benchmarks.
parts=(-DAGON_BUILD_TESTS=ON -DAGON_BUILD_EXAMPLES=ON)
case "$preset" in asan | tsan | serial | eigen) ;; *) parts+=(-DAGON_BUILD_BENCHMARKS=ON) ;; esac
cmake --preset "$preset" "${parts[@]}"
say "building with $jobs jobs"
cmake --build --preset "$preset" --parallel "$jobs"
say "testing"
# Worker threads of several tests share the cores here: waiting threads should not burn them.
export OMP_WAIT_POLICY=passive
ctest --preset "$preset" --parallel "$jobs" ${ctest_options[@]+"${ctest_options[@]}"}
