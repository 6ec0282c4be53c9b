#!/usr/bin/env bash
# From a clean machine to a sheet of generated digits. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: scripts/mnist.sh [options]

Installs what is missing (Debian and Ubuntu), builds the release preset, gets MNIST, trains a DCGAN on it, and
writes pictures of generated digits, curves and the trained generator to out/mnist.

The digits come from the first of these that there is: the folder given with --data; data/mnist in the project's
folder; a checksummed download; digits that the program draws itself. The program says which it used.

  --data FOLDER                 a folder with the IDX files of MNIST's training set, plain or gzipped
  --images N                    how many digits to draw where there are no files (default: 60000)
  --epochs N                    passes over the data (default: 5; unlimited with --minutes)
  --minutes M                   stop after so many minutes of training, whichever comes first
  --batch N                     pictures in a batch (default: 64)
  --seed N                      seed of everything that is random (default: 1)
  --threads N                   threads to compute with (default: all cores)
  --objective NAME              nonsaturating (default), saturating or wgan; wgan takes its paper's settings:
                                RMSProp 5e-5, five critic steps, weights clipped at 0.01
  --smooth S                    one-sided label smoothing: real pictures are labelled 1 - S (default: 0)
  --minibatch-discrimination    let the discriminator compare the pictures of a batch (Salimans et al. 2016)
  --out FOLDER                  where the results go (default: out/mnist)
  --no-install                  install nothing: say which packages are missing, and stop
  --no-download                 download nothing: draw the digits where there are no files
  --help                        this text

Environment:
  AGON_MNIST_URL                where to download from instead of the public mirror (see scripts/get-mnist.sh --help)
TEXT
}

install_option=()
download=yes
data_given=no
program_options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --no-install) install_option=(--no-install) ;;
    --no-download) download=no ;;
    --help | -h) usage; exit 0 ;;
    --data)
      [ -n "${2:-}" ] || die "--data expects the name of a folder"
      data_given=yes
      program_options+=("$1" "$2")
      shift
      ;;
    --data=*)
      [ "$1" != --data= ] || die "--data expects the name of a folder"
      data_given=yes
      program_options+=("$1")
      ;;
    *) program_options+=("$1") ;;
  esac
  shift
done

get_mnist() { "$root/scripts/get-mnist.sh" --out "$root/data/mnist" "$@"; }
if [ "$data_given" = yes ] || get_mnist --check; then download=no; fi

packages=("${build_packages[@]}")
if [ "$download" = yes ] && ! command -v curl >/dev/null 2>&1 && ! command -v wget >/dev/null 2>&1; then
  packages+=(curl ca-certificates)
fi
require_packages ${install_option[@]+"${install_option[@]}"} "${packages[@]}"

build="$root/build/release"
say "configuring"
if [ -f "$build/CMakeCache.txt" ]; then
  # What else the folder is set to build stays so. CMake writes its name into files: a link is followed first.
  cmake -DAGON_BUILD_EXAMPLES=ON "$(cd "$build" && pwd -P)"
else
  (cd "$root" && cmake --preset release -DAGON_BUILD_EXAMPLES=ON -DAGON_BUILD_TESTS=OFF -DAGON_BUILD_BENCHMARKS=OFF)
fi
say "building"
cmake --build "$build" --target mnist --parallel "$(default_jobs)"

if [ "$download" = yes ]; then
  get_mnist || say "MNIST is not here, going on with drawn digits"
fi
if [ "$data_given" = no ] && get_mnist --check; then
  program_options+=(--data "$root/data/mnist")
fi

exec "$build/examples/mnist" ${program_options[@]+"${program_options[@]}"}
