# shellcheck shell=bash disable=SC2034
# Shared by the scripts beside it; not a program. Bash, sourced after `set -euo pipefail`.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { printf '%s\n' "== $*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# Two gigabytes a compiler: as many jobs as cores, unless memory is short.
default_jobs() {
  local cores memory_gb
  cores="$(nproc 2>/dev/null || echo 2)"
  memory_gb="$(awk '/^MemAvailable/ { print int($2 / 1048576 / 2) }' /proc/meminfo 2>/dev/null || echo "$cores")"
  [ "$memory_gb" -ge 1 ] || memory_gb=1
  [ "$memory_gb" -lt "$cores" ] && echo "$memory_gb" || echo "$cores"
}

# The packages among the arguments that are not installed, one a line.
missing_packages() {
  local package
  for package in "$@"; do
    case "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" in
      installed) ;;
      *) echo "$package" ;;
    esac
  done
}

# require_packages [--no-install] <Debian packages>...: installs what is missing, or says what it would install.
require_packages() {
  local install=yes
  if [ "$1" = --no-install ]; then install=no; shift; fi
  if ! command -v dpkg-query >/dev/null 2>&1; then
    say "not a Debian or Ubuntu system: expecting a C++20 compiler and what these packages hold: $*"
    return 0
  fi
  local missing
  missing="$(missing_packages "$@" | tr '\n' ' ')"
  missing="${missing% }"
  [ -n "$missing" ] || return 0

  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"; else install=no; fi
  fi
  if [ "$install" = no ]; then
    die "these packages are missing and would be installed:
  sudo apt-get install $missing"
  fi
  say "installing: $missing"
  # An index that cannot be refreshed may still hold what is needed; the installation decides.
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q || say "apt-get update failed, going on"
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing ||
    die "apt-get could not install: $missing"
}

# What a build of the library and the examples needs, and what the tests and benchmarks need besides.
build_packages=(g++ cmake ninja-build libeigen3-dev zlib1g-dev libpng-dev nlohmann-json3-dev libcli11-dev)
# oneDNN is optional, and not packaged for every architecture.
[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] && build_packages+=(libdnnl-dev)
test_packages=(catch2 libbenchmark-dev python3 curl wget ca-certificates)
