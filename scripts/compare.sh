#!/usr/bin/env bash
# Agon beside PyTorch on the same machine in the same minutes. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: scripts/compare.sh [options] [workload ...] [-- arguments for benchmarks/peers/pytorch_gan.py]

Runs workloads (default: dcgan28_bce; agon_bench --help lists them, "all" is all of them) by agon_bench and in PyTorch in
turns, each in a process of its own, and prints the median of the runs of each and the ratio of the two. Only an otherwise idle machine gives numbers that mean something. Build first:
scripts/test.sh, or cmake --preset release && cmake --build --preset release --target agon_bench.

  --rounds N       runs of each (default: 5)
  --threads N      threads of both (default: 2)
  --seconds S      measured time of a run (default: 5)
  --build FOLDER   the build to measure (default: build/release)
  --help           this text

Environment:
  PYTHON           a Python that has PyTorch (default: python3); benchmarks/peers/README.md says how to get one

Example:
  PYTHON=~/peers/bin/python scripts/compare.sh --rounds 3 mlp_bce mlp_gp -- --tuned
TEXT
}

rounds=5
threads=2
seconds=5
build="$root/build/release"
peer_options=()
workloads=()
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds | --threads | --seconds | --build) [ $# -ge 2 ] || die "$1 expects a value" ;;&
    --rounds) rounds="$2"; shift ;;
    --threads) threads="$2"; shift ;;
    --seconds) seconds="$2"; shift ;;
    --build) build="$2"; shift ;;
    --help | -h) usage; exit 0 ;;
    --) shift; peer_options=("$@"); break ;;
    -*) usage >&2; die "unknown option: $1" ;;
    *) workloads+=("$1") ;;
  esac
  shift
done
[ "${#workloads[@]}" -gt 0 ] || workloads=(dcgan28_bce)
for number in "$rounds" "$threads"; do
  case "$number" in '' | 0 | *[!0-9]*) die "--rounds and --threads expect a number of at least 1, got $number" ;; esac
done

python="${PYTHON:-python3}"
bench="$build/benchmarks/agon_bench"
[ -x "$bench" ] || die "$bench is missing; build it with: cmake --build --preset release --target agon_bench"
"$python" -c 'import torch' 2>/dev/null ||
  die "$python has no PyTorch; benchmarks/peers/README.md says how to get it, and PYTHON names the interpreter"

if [ "${workloads[*]}" = all ]; then
  read -r -a workloads <<<"$("$bench" --list | tr '\n' ' ')"
fi

ours() { "$bench" --threads "$threads" --seconds "$seconds" "$1"; }
theirs() {
  "$python" "$root/benchmarks/peers/pytorch_gan.py" --threads "$threads" --seconds "$seconds" \
    ${peer_options[@]+"${peer_options[@]}"} "$1"
}

# The median of the numbers before ms/iter, or after rss, in the lines of a log.
median() {
  grep -oE "[0-9.]+ $2|$2 [0-9]+ MiB" "$1" | grep -oE '[0-9.]+' | sort -n |
    awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

logs="$(mktemp -d)"
trap 'rm -rf "$logs"' EXIT
for ((round = 1; round <= rounds; ++round)); do
  say "round $round of $rounds, load $(cut -d ' ' -f 1 /proc/loadavg)"
  for workload in "${workloads[@]}"; do
    for side in ours theirs; do
      $side "$workload" >"$logs/run"
      tail -n 1 "$logs/run" | sed "s/^/$side  /"
      tail -n 1 "$logs/run" >>"$logs/$side.$workload"
      head -n 1 "$logs/run" >"$logs/$side.head"
    done
  done
done

say "medians of $rounds rounds of $seconds s"
sed 's/, matrix product.*//' "$logs/ours.head" "$logs/theirs.head"
printf '%-14s %12s %12s %6s %10s %10s %6s\n' workload agon PyTorch ratio memory PyTorch ratio
for workload in "${workloads[@]}"; do
  awk -v workload="$workload" \
    -v ours="$(median "$logs/ours.$workload" ms/iter)" -v theirs="$(median "$logs/theirs.$workload" ms/iter)" \
    -v our_rss="$(median "$logs/ours.$workload" rss)" -v their_rss="$(median "$logs/theirs.$workload" rss)" 'BEGIN {
      printf "%-14s %9.2f ms %9.2f ms %6.2f %6.0f MiB %6.0f MiB %6.2f\n", workload, ours, theirs, ours / theirs,
        our_rss, their_rss, our_rss / their_rss
    }'
done
