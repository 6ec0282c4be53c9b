"""scripts/compare.sh with stand-ins for agon_bench, the peers' Python and libtorch's program; and that the peers have
the workloads of agon_bench."""

import ast
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "benchmarks/peers"
LINE = "{} {} ms/iter 100 img/s  rss {} MiB  50 % of the matrix-product rate"
# Prints what the program prints for its last argument, as fast as the number in the script.
BENCH = r"""
for last; do :; done
case "$*" in *--help*) echo "{help}"; exit ;; *--list*) printf 'mlp_bce\nmlp_gp\nmlp_gen1\n'; exit ;; esac
case "$*" in *onednn*) {onednn} ms=5 ;; *) ms=10 ;; esac
while [ $# -gt 0 ]; do
  [ "$1" = --json ] && printf '{{"workloads": {{"%s": {{"ms_per_iteration": %s}}}}}}' "$last" "$ms" > "$2"
  shift
done
echo "agon 9, a processor, matrix product: 1 GFLOP/s"
echo "$last 0.00 ms/iter 100 img/s  rss 20 MiB  50 % of the matrix-product rate"
"""
PYTHON = r"""
for last; do :; done
case "$*" in
  "-c import torch") exit ;;
  "-c import jax") exit {jax} ;;
  *--compile*_gp) echo "a head"; echo "$last skipped: for a reason"; exit ;;
  *--tuned*) ms=20 ;;
  *contiguous*) echo "it broke" >&2; exit 1 ;;
  *) ms=30 ;;
esac
echo "PyTorch 9, a processor, matrix product: 1 GFLOP/s"
echo "$last $ms.000 ms/iter 100 img/s  rss 700 MiB  50 % of the matrix-product rate"
"""


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


class Compare(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.bench(help="--threads", onednn="")
        program(self.folder / "python", PYTHON.format(jax=1))

    def bench(self, **parts):
        program(self.folder / "benchmarks/agon_bench", BENCH.format(**parts))

    def compare(self, *options):
        return subprocess.run(
            [ROOT / "scripts/compare.sh", "--build", self.folder, "--peers-build", self.folder, *options],
            env={**os.environ, "PYTHON": str(self.folder / "python")}, capture_output=True, text=True, check=False)

    def row(self, result, workload):
        """That of the first table."""
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        table = result.stdout.split("medians of")[1]
        return next(line.split() for line in table.splitlines() if line.startswith(workload + " "))

    def test_the_fastest_peer_by_ours(self):
        result = self.compare("--rounds", "2", "--peers", "pytorch,pytorch-tuned", "mlp_bce")
        self.assertEqual(self.row(result, "mlp_bce"), ["mlp_bce", "10.00", "30.00", "20.00", "pytorch-tuned", "2.00x"])

    def test_every_backend_of_the_build(self):
        self.bench(help="--backend TEXT", onednn="")
        row = self.row(self.compare("--peers", "pytorch", "mlp_bce"), "mlp_bce")
        self.assertEqual(row, ["mlp_bce", "10.00", "5.000", "30.00", "pytorch", "3.00x", "6.00x"])
        self.bench(help="--backend TEXT", onednn="echo no such backend >&2; exit 1;")
        result = self.compare("--peers", "pytorch", "mlp_bce")
        self.assertIn("left out: agon-onednn (no such backend)", result.stdout)
        self.assertEqual(self.row(result, "mlp_bce"), ["mlp_bce", "10.00", "30.00", "pytorch", "3.00x"])

    def test_peers_that_are_missing_are_named(self):
        result = self.compare("--rounds", "1", "mlp_bce")
        self.assertRegex(result.stdout, r"left out: jax \(.*/python has no jax\)")
        self.assertRegex(result.stdout, r"left out: libtorch \(.*/libtorch_gan is not built\)")
        result = self.compare("--peers", "jax")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r"^--peers: jax: .* has no jax; benchmarks/peers/README.md says .*\n$")

    def test_a_peer_that_skips_a_workload_and_one_that_fails(self):
        result = self.compare("--rounds", "1", "--peers", "pytorch-compile", "all")
        self.assertEqual(self.row(result, "mlp_gp"), ["mlp_gp", "10.00", "-", "-", "-"])
        self.assertIn("no run: pytorch-compile of mlp_gp, skipped: for a reason", result.stdout)
        result = self.compare("--rounds", "2", "--peers", "pytorch,pytorch-contiguous", "mlp_bce")
        self.assertEqual(result.returncode, 1)
        self.assertIn("no run: pytorch-contiguous of mlp_bce, failed: it broke", result.stdout)
        self.assertIn("3.00x", result.stdout)

    def test_libtorch_is_a_program(self):
        program(self.folder / "libtorch_gan", f"echo libtorch 9; echo '{LINE.format('mlp_gen1', '1.500', 160)}'")
        result = self.compare("--rounds", "1", "--peers", "libtorch", "mlp_gen1")
        self.assertEqual(self.row(result, "mlp_gen1"), ["mlp_gen1", "10.00", "1.500", "libtorch", "0.15x"])

    def test_results_for_programs(self):
        file = self.folder / "new" / "results.json"
        result = self.compare("--rounds", "3", "--peers", "pytorch", "--json", file, "mlp_bce")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        results = json.loads(file.read_text())["workloads"]["mlp_bce"]
        self.assertEqual(results["ms"], {"agon": [10] * 3, "pytorch": [30] * 3})
        self.assertEqual(results["memory_mib"], {"agon": [20] * 3, "pytorch": [700] * 3})
        self.assertEqual((results["fastest_peer"], results["ratio"]), ("pytorch", {"agon": 3}))

    def test_mistakes_are_one_sentence(self):
        for options, said in {
            ("--rounds", "0"): "--rounds: expected a whole number >= 1, got 0",
            ("--threads", "two"): "--threads: expected a whole number >= 1, got two",
            ("--seconds", "nan"): "--seconds: expected a number > 0, got nan",
            ("--seconds",): "--seconds: expected one argument",
            ("--peers", "pytorch,cats"): "--peers: expected pytorch,pytorch-tuned,.*, got cats",
            ("--cats",): "--cats",
            ("cats",): "workload: expected mlp_bce, mlp_gp, mlp_gen1 or all, got cats",
            ("--build", "nowhere"): "nowhere/benchmarks/agon_bench is missing; build it with: cmake",
        }.items():
            result = self.compare(*options)
            self.assertEqual(result.returncode, 1, options)
            self.assertEqual(result.stdout, "")
            self.assertRegex(result.stderr, rf"^.*{said}.*\n$")


class Workloads(unittest.TestCase):
    def test_peers_parse(self):
        for file in PEERS.glob("*.py"):
            ast.parse(file.read_text(), file)

    def test_peers_have_the_workloads_of_agon_bench(self):
        def listed(file):
            return re.findall(r'"(\w+_(?:bce|gp|gen\d+))"[:,] \(?(\d+), ([0-9.]+)', file.read_text())

        known = listed(ROOT / "benchmarks/workloads.cpp")
        self.assertGreaterEqual(len(known), 13)
        for file in ("pytorch_gan.py", "jax_gan.py", "libtorch_gan.cpp"):
            self.assertEqual(listed(PEERS / file), known, file)


if __name__ == "__main__":
    unittest.main()
