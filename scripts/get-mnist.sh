#!/usr/bin/env bash
# Downloads the four files of MNIST, checked. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mirror="https://ossci-datasets.s3.amazonaws.com/mnist"

usage() {
  cat <<TEXT
usage: scripts/get-mnist.sh [options]

Puts the four gzipped IDX files of MNIST into a folder. Files that are there already, plain or gzipped, are left
alone. A download goes to a temporary name, its unpacked bytes are checked against scripts/mnist.sha256, and only
when all are right do the files get their names: a failure leaves nothing behind.

  --out FOLDER     where the files go (default: data/mnist in the project's folder)
  --url ADDRESS    the folder to download from (default: \$AGON_MNIST_URL, else $mirror)
  --timeout S      give up after S seconds in all (default: 60), and earlier on a server that takes no connection
                   for 5 seconds, sends less than 4 kB/s for 10 (curl), or sends nothing for 5 (wget)
  --sums FILE      check against another list of SHA-256 sums (of the unpacked files)
  --check          download nothing: exit with 0 when the two files of the training set are there, which is all
                   that scripts/mnist.sh needs
  --help           this text
TEXT
}

out="$root/data/mnist"
url="${AGON_MNIST_URL:-$mirror}"
timeout_s=60
sums="$root/scripts/mnist.sha256"
check_only=no
while [ $# -gt 0 ]; do
  case "$1" in
    --out | --url | --timeout | --sums) [ $# -ge 2 ] || die "$1 expects a value" ;;&
    --out) out="$2"; shift ;;
    --url) url="$2"; shift ;;
    --timeout) timeout_s="$2"; shift ;;
    --sums) sums="$2"; shift ;;
    --check) check_only=yes ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; die "unknown option: $1" ;;
  esac
  shift
done
case "$timeout_s" in '' | 0 | *[!0-9]*) die "--timeout expects a number of seconds, got $timeout_s" ;; esac

missing=()
while read -r _ name; do
  if [ "$check_only" = yes ] && [[ "$name" != train-* ]]; then continue; fi
  [ -f "$out/$name" ] || [ -f "$out/$name.gz" ] || missing+=("$name")
done <"$sums"
[ "${#missing[@]}" -gt 0 ] || exit 0
[ "$check_only" = no ] || exit 1

# fetch <address> <file> <seconds>: one try, as short as the time allows.
fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl --fail --location --silent --show-error --connect-timeout 5 --max-time "$3" \
      --speed-limit 4096 --speed-time 10 --max-filesize 20000000 --output "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    timeout "$3" wget --quiet --tries=1 --timeout=5 --output-document="$2" "$1"
  else
    echo "neither curl nor wget is installed" >&2
    return 1
  fi
}

# The folders that this run makes go away again if no file comes to lie in them.
made=""
ancestor="$out"
while [ ! -e "$ancestor" ]; do
  made="$ancestor"
  ancestor="$(dirname "$ancestor")"
done
temporary=""
clean_up() {
  [ -z "$temporary" ] || rm -rf "$temporary"
  [ -z "$made" ] || find "$made" -depth -type d -empty -delete 2>/dev/null || true
}
trap clean_up EXIT
trap 'exit 130' INT TERM
mkdir -p "$out" 2>/dev/null || die "[$out] expected a folder that can be written"
temporary="$(mktemp -d "$out/.download.XXXXXX" 2>/dev/null)" || die "[$out] expected a folder that can be written"

say "downloading MNIST from $url"
deadline=$(($(date +%s) + timeout_s))
for name in "${missing[@]}"; do
  left=$((deadline - $(date +%s)))
  [ "$left" -gt 0 ] || die "[$url] expected MNIST within $timeout_s seconds"
  fetch "${url%/}/$name.gz" "$temporary/$name.gz" "$left" || die "[${url%/}/$name.gz] could not be downloaded"
  expected="$(awk -v name="$name" '$2 == name { print $1 }' "$sums")"
  # Wrong bytes may also unpack without an end: the largest file has 47 MB.
  got="$({ gzip -dc <"$temporary/$name.gz" 2>/dev/null || true; } | head -c 64000000 | sha256sum | cut -d ' ' -f 1)"
  [ "$got" = "$expected" ] || die "[${url%/}/$name.gz] expected unpacked SHA-256 $expected, got $got"
done
for name in "${missing[@]}"; do
  mv "$temporary/$name.gz" "$out/$name.gz"
done
say "MNIST is in $out"
