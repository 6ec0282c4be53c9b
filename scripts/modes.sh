#!/usr/bin/env bash
# The tables of mode coverage: all rows and seeds on the ring and the grid, or every remedy. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: scripts/modes.sh [options]

Builds the example `modes` and runs every row of both tables (ring of 8 and grid of 25 Gaussians) with every
seed, side by side in processes of one thread. A run whose results are there is not repeated, so that what was
stopped goes on. Last the tables are printed and written to <out>/tables.md. With --remedies it is the table of
every remedy by itself.

  --out FOLDER        where the results go (default: out/modes, with --pacgan out/pacgan)
  --seeds FIRST..LAST seeds of every row (default: 1..10; of remedies 1..4)
  --row NAME          only this row; may be repeated (default: all, see build/release/examples/modes ring --help)
  --mixture NAME      only ring or grid (default: both)
  --remedies          every remedy by itself, on the ring; not with --row or --pacgan
  --iterations N      in place of the protocol's, for a quick look
  --jobs N            processes at once (default: all cores)
  --pacgan            PacGAN's own networks and budget, 400,000 iterations, for the rows plain and packed (default:
                      plain); 2 to 4 hours a run
  --no-install        install nothing: say which packages are missing, and stop
  --no-build          take the program as it stands
  --help              this text
TEXT
}

install_option=()
build=yes
out=""
seeds=""
remedies=no
rows=()
mixtures=(grid ring)
jobs="$(nproc 2>/dev/null || echo 2)"
program_options=()
pacgan=no
while [ $# -gt 0 ]; do
  case "$1" in
    --no-install) install_option=(--no-install) ;;
    --no-build) build=no ;;
    --remedies) remedies=yes ;;
    --pacgan) pacgan=yes; program_options+=(--pacgan) ;;
    --help | -h) usage; exit 0 ;;
    --out | --seeds | --row | --mixture | --iterations | --jobs)
      [ -n "${2:-}" ] || die "$1 expects a value"
      case "$1" in
        --out) out="$2" ;;
        --seeds) seeds="$2" ;;
        --row) rows+=("$2") ;;
        --mixture) mixtures=("$2") ;;
        --iterations) program_options+=(--iterations "$2") ;;
        --jobs) jobs="$2" ;;
      esac
      shift
      ;;
    *) die "unknown option $1; see --help" ;;
  esac
  shift
done
if [ -z "$seeds" ]; then
  seeds=1..10
  if [ "$remedies" = yes ]; then seeds=1..4; fi
fi
if [ -z "$out" ]; then
  out="$root/out/modes"
  if [ "$pacgan" = yes ]; then out="$root/out/pacgan"; fi
fi
if [ "$remedies" = yes ]; then
  [ "$pacgan" = no ] || die "--remedies has no --pacgan: the remedies have one protocol"
  [ ${#rows[@]} -eq 0 ] || die "--remedies has no --row: its table is of all of them"
fi
first="${seeds%%..*}"
last="${seeds##*..}"
[[ "$first" =~ ^[0-9]+$ && "$last" =~ ^[0-9]+$ && "$first" -le "$last" ]] ||
  die "--seeds: expected a seed or a range such as 1..10, got $seeds"
[[ "$jobs" =~ ^[1-9][0-9]*$ ]] || die "--jobs: expected a whole number >= 1, got $jobs"
if [ ${#rows[@]} -eq 0 ]; then
  # The longest first, so that no long run is left over for one core at the end.
  rows=(unrolled-10 unrolled-5 minibatch best r3gan wgan-gp packed-2 packed-3 packed-4 plain)
  if [ "$pacgan" = yes ]; then rows=(plain); fi
fi

program="$root/build/release/examples/modes"
if [ "$build" = yes ]; then
  require_packages ${install_option[@]+"${install_option[@]}"} "${build_packages[@]}"
  if [ ! -f "$root/build/release/CMakeCache.txt" ]; then
    (cd "$root" && cmake --preset release -DAGON_BUILD_EXAMPLES=ON -DAGON_BUILD_TESTS=OFF -DAGON_BUILD_BENCHMARKS=OFF)
  fi
  cmake --build "$root/build/release" --target modes --parallel "$(default_jobs)"
fi

runs() {
  if [ "$remedies" = yes ]; then
    for seed in $(seq "$first" "$last"); do echo "remedies --seeds $seed"; done
    return
  fi
  for row in "${rows[@]}"; do
    for mixture in "${mixtures[@]}"; do
      for seed in $(seq "$first" "$last"); do echo "$mixture --row $row --seeds $seed"; done
    done
  done
}
runs | xargs -P "$jobs" -I RUN bash -c '"$1" $2 --no-table --out "$3" "${@:4}"' _ "$program" RUN "$out" \
  ${program_options[@]+"${program_options[@]}"}

"$program" tables --out "$out" | tee "$out/tables.md"
