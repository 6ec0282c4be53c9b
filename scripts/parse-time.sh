#!/usr/bin/env bash
# What including and compiling cost, against the budgets of docs/performance.md. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  cat <<'TEXT'
usage: scripts/parse-time.sh [--check]

Prints, as the best of five runs, how long the compiler takes to parse the tensor header and the umbrella header of the
compiled target, and to compile examples/mnist.cpp as a release build does. CXX names the compiler (default: g++).

  --check    exit with 1 where a budget is exceeded
TEXT
  exit 0
fi

compiler="${CXX:-g++}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

best_of_five() {
  local best=""
  for _ in 1 2 3 4 5; do
    local start end
    start="$(date +%s%N)"
    "$@"
    end="$(date +%s%N)"
    best="$(awk -v best="$best" -v now="$(((end - start) / 1000000))" \
      'BEGIN { print (best == "" || now < best) ? now : best }')"
  done
  echo "$best"
}

status=0
row() {  # <what> <budget in ms> <command>...
  local what="$1" budget="$2" ms
  shift 2
  ms="$(best_of_five "$@")"
  printf '%-34s %6d ms   budget %5d ms\n' "$what" "$ms" "$budget"
  if [ "$ms" -gt "$budget" ]; then status=1; fi
}

parse() { "$compiler" -std=c++20 -I"$root/include" -fsyntax-only "$1"; }
compile() { "$compiler" -std=c++20 -O3 -DNDEBUG -I"$root/include" -c "$1" -o "$work/object.o"; }

echo '#include "agon/core/tensor.hpp"' >"$work/tensor.cpp"
echo '#include "agon/agon.hpp"' >"$work/umbrella.cpp"
"$compiler" --version | head -n 1
row "parse agon/core/tensor.hpp" 550 parse "$work/tensor.cpp"
row "parse agon/agon.hpp" 1500 parse "$work/umbrella.cpp"
row "compile examples/mnist.cpp" 3000 compile "$root/examples/mnist.cpp"
[ "${1:-}" = --check ] && exit "$status" || exit 0
