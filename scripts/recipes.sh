#!/usr/bin/env bash
# Every recipe over several seeds, and the table of docs/recipes.md. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

command -v python3 >/dev/null 2>&1 || die "python3 is missing; install it with: sudo apt-get install python3"
exec python3 "$root/scripts/recipes.py" "$@"
