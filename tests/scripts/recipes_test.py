"""scripts/recipes.sh with stand-ins for the two programs that it runs."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Writes results that follow from the seed, as the program does into its folder.
RECIPES = r"""
echo "$*" >>{log}
while [ $# -gt 0 ]; do
  case "$1" in --seed) seed=$2 ;; --out) out=$2 ;; esac
  shift
done
{fails}
mkdir -p "$out"
printf '{{"iterations": %s00, "seconds": %s, "measured": {{"score": %s, "kl": 0.5, "confidence": 0.25,
  "distance": 1%s}}, "real": {{"score": 9.5, "kl": 0.001, "confidence": 0.99, "distance": 0.5}}}}' \
  $seed $seed $seed $seed >"$out/results.json"
echo "wrote $out"
"""
CLASSIFIER = r"""
echo "classifier $*" >>{log}
for last; do :; done
echo a net >"$last"
echo "wrote $last"
"""


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


class Recipes(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.log = self.folder / "log"
        self.log.write_text("")
        program(self.folder / "examples/recipes", RECIPES.format(log=self.log, fails=""))
        program(self.folder / "examples/classifier", CLASSIFIER.format(log=self.log))

    def script(self, *options):
        return subprocess.run([ROOT / "scripts/recipes.sh", "--build", self.folder, "--out", self.folder / "out",
                               *options], capture_output=True, text=True, check=False)

    def test_means_and_spreads(self):
        result = self.script("--seeds", "1", "2", "3", "--", "sngan", "wgan")
        self.assertEqual(result.returncode, 0, result.stderr)
        table = (self.folder / "out/table.md").read_text().splitlines()
        self.assertEqual(table[2], "| `sngan` | 200 ± 100 | 10 | 2.00 ± 1.00 | 0.500 ± 0.000 | 0.250 ± 0.000 | "
                                   "12.0 ± 1.0 |")
        self.assertTrue(table[3].startswith("| `wgan` "))
        self.assertEqual(table[4], "| other real digits | | | 9.50 | 0.001 | 0.990 | 0.5 |")
        self.assertEqual(len(table), 5)
        self.assertIn("\n".join(table), result.stdout)

    def test_runs_of_one_thread_and_one_length(self):
        self.assertEqual(self.script("--iterations", "7", "--data", "mnist", "--", "dcgan").returncode, 0)
        lines = self.log.read_text().splitlines()
        self.assertEqual(len(lines), 4)
        self.assertIn("--data mnist", lines[0])
        for line in lines[1:]:
            self.assertTrue(line.startswith("dcgan --data mnist --iterations 7 --seed "), line)
            self.assertIn(" --threads 1 ", line)
        self.script("--keep", "--", "dcgan")
        self.assertEqual(len(self.log.read_text().splitlines()), 4)  # neither a classifier nor a run again

    def test_mistakes(self):
        for options, said in ((["mygan"], "expected one of dcgan"), (["--seeds", "1"], "at least 2 seeds"),
                              (["--jobs", "0"], "--jobs: expected a whole number >= 1")):
            result = self.script(*options)
            self.assertNotEqual(result.returncode, 0)
            self.assertIn(said, result.stderr)

    def test_a_run_that_fails_ends_it(self):
        program(self.folder / "examples/recipes",
                RECIPES.format(log=self.log, fails='[ "$seed" = 2 ] && { echo "recipes: it broke" >&2; exit 1; }'))
        result = self.script("--", "dcgan")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("recipes: it broke", result.stderr)
        self.assertFalse((self.folder / "out/table.md").exists())


if __name__ == "__main__":
    unittest.main()
