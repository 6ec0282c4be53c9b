#!/usr/bin/env bash
# Training beside busy neighbours. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: scripts/busy.sh [options] [workload]

Times a workload (default: dcgan28_bce) on an idle machine, beside one busy process and beside one for each thread, on
each backend and in PyTorch where there is one, and prints how much of the idle throughput is left. Build first:
scripts/test.sh, or cmake --preset release && cmake --build --preset release --target agon_bench.

  --threads N      threads of the workload (default: 2)
  --seconds S      measured time of a run (default: 5)
  --build FOLDER   the build to measure (default: build/release)
  --help           this text

Environment:
  PYTHON           a Python that has PyTorch (default: python3; left out where it has none)
TEXT
}

threads=2
seconds=5
build="$root/build/release"
workload=dcgan28_bce
while [ $# -gt 0 ]; do
  case "$1" in
    --threads | --seconds | --build) [ $# -ge 2 ] || die "$1 expects a value" ;;&
    --threads) threads="$2"; shift ;;
    --seconds) seconds="$2"; shift ;;
    --build) build="$2"; shift ;;
    --help | -h) usage; exit 0 ;;
    -*) usage >&2; die "unknown option: $1" ;;
    *) workload="$1" ;;
  esac
  shift
done
case "$threads" in '' | 0 | *[!0-9]*) die "--threads expects a number of at least 1, got $threads" ;; esac
bench="$build/benchmarks/agon_bench"
[ -x "$bench" ] || die "$bench is missing; build it with: cmake --build --preset release --target agon_bench"

neighbours=()
trap 'kill ${neighbours[@]+"${neighbours[@]}"} 2>/dev/null || true' EXIT
make_busy() {
  for ((i = 0; i < $1; ++i)); do
    (while :; do :; done) &
    neighbours+=($!)
  done
}
make_idle() {
  [ "${#neighbours[@]}" -eq 0 ] || kill "${neighbours[@]}"
  neighbours=()
  wait
}

sides=(eigen)
"$bench" --backend onednn --once toy2d_bce 2>/dev/null && sides+=(onednn)
python="${PYTHON:-python3}"
"$python" -c 'import torch' 2>/dev/null && sides+=(pytorch)
iteration() {  # in ms
  case "$1" in
    pytorch) "$python" "$root/benchmarks/peers/pytorch_gan.py" --threads "$threads" --seconds "$seconds" --tuned "$workload" ;;
    *) "$bench" --backend "$1" --threads "$threads" --seconds "$seconds" "$workload" ;;
  esac | tail -n 1 | awk '{ print $2 }'
}

say "$workload, threads: $threads, load $(cut -d ' ' -f 1 /proc/loadavg)"
printf '%-10s %10s %22s %22s\n' "" idle "one neighbour" "$threads neighbours"
for side in "${sides[@]}"; do
  idle="$(iteration "$side")"
  make_busy 1
  one="$(iteration "$side")"
  make_busy $((threads - 1))
  all="$(iteration "$side")"
  make_idle
  awk -v side="$side" -v idle="$idle" -v one="$one" -v all="$all" 'BEGIN {
    printf "%-10s %7.1f ms %10.1f ms (%3.0f %%) %10.1f ms (%3.0f %%)\n", side, idle, one, 100 * idle / one, all,
      100 * idle / all
  }'
done
