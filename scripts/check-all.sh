#!/usr/bin/env bash
# Everything that the project promises about its builds. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  cat <<'TEXT'
usage: scripts/check-all.sh [preset ...]

Builds and tests what scripts/test.sh does not: a debug build and, with warnings as errors, both compilers, the
sanitizers, and the reduced builds (without OpenMP; without oneDNN; header-only without the compiled library). Then
checks the structure, the formatting of every file, and the budgets of parse time. The debug build and the sanitizers
leave out the slow tests. Takes more than an hour on two cores; presets named as arguments replace the list debug gcc
clang asan tsan serial eigen headers.
TEXT
  exit 0
fi

presets=("$@")
[ "${#presets[@]}" -gt 0 ] || presets=(debug gcc clang asan tsan serial eigen headers)
require_packages "${build_packages[@]}" "${test_packages[@]}" clang clang-format libomp-dev

for preset in "${presets[@]}"; do
  say "preset $preset"
  case "$preset" in
    debug | asan | tsan) "$root/scripts/test.sh" --preset "$preset" --fast ;;
    *) "$root/scripts/test.sh" --preset "$preset" ;;
  esac
done

say "structure"
python3 "$root/scripts/check-structure.py"
say "formatting"
(cd "$root" && git ls-files '*.hpp' '*.h' '*.cpp' | xargs clang-format --dry-run --Werror)
say "parse time"
"$root/scripts/parse-time.sh" --check
say "all checks passed"
