"""scripts/mnist.sh end to end, on a copy of the scripts beside a finished build: mnist_test.py <program mnist>."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from serve_mnist import IMAGES, serve, small_mnist, sums

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
FILES = small_mnist()
SHORT = ["--epochs", "1", "--batch", "64", "--threads", "1"]


class MainJob(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copytree(ROOT / "scripts", self.root / "scripts")
        (self.root / "scripts" / "mnist.sha256").write_text(sums(FILES))
        (self.root / "build").mkdir()
        (self.root / "build" / "release").symlink_to(PROGRAM.parent.parent)
        self.out = self.root / "out"

    def run_script(self, *options, **environment):
        return subprocess.run(
            [self.root / "scripts" / "mnist.sh", "--no-install", "--out", self.out, *options], cwd=self.root,
            env={**os.environ, "no_proxy": "127.0.0.1", **environment}, capture_output=True, text=True, check=False)

    def summary(self):
        return json.loads((self.out / "summary.json").read_text())

    def test_a_mirror_that_works(self):
        with serve(FILES) as address:
            result = self.run_script(*SHORT, AGON_MNIST_URL=f"{address}/good")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertEqual(self.summary()["images"], IMAGES)
        self.assertTrue((self.out / "samples.png").is_file())

    def test_a_mirror_that_does_not(self):
        with serve(FILES) as address:
            result = self.run_script("--images", "128", *SHORT, AGON_MNIST_URL=f"{address}/wrong")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("expected unpacked SHA-256", result.stderr)
        self.assertIn("drawn digits", result.stdout)
        self.assertIn("drawn", self.summary()["data"])
        self.assertFalse((self.root / "data").exists())

    def test_a_training_set_that_is_there(self):
        folder = self.root / "data" / "mnist"
        folder.mkdir(parents=True)
        for name in FILES:
            if name.startswith("train"):
                (folder / name).write_bytes(FILES[name])
        result = self.run_script(*SHORT, AGON_MNIST_URL="http://127.0.0.1:9")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertNotIn("downloading", result.stdout)
        self.assertEqual(self.summary()["data"], "MNIST")

    def test_no_download(self):
        result = self.run_script("--no-download", "--images", "128", *SHORT, AGON_MNIST_URL="http://127.0.0.1:9")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertNotIn("downloading", result.stdout)

    def test_mistakes_reach_the_caller(self):
        result = self.run_script("--no-download", "--epochs", "0")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("--epochs", result.stderr)

    def test_a_data_folder_has_a_name(self):
        result = subprocess.run([PROGRAM, "--data", "", "--out", self.out], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr, "mnist: --data: expected the name of a folder, got an empty one\n")

    def test_help_names_the_options_of_the_program(self):
        told = self.run_script("--help")
        known = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True)
        self.assertEqual(told.returncode, 0)
        options = {word.strip("(),;") for word in known.stdout.split() if word.startswith("--")}
        for option in options - {"--help", "--version"}:
            self.assertIn(option, told.stdout)


if __name__ == "__main__":
    unittest.main()
