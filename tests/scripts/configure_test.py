"""What scripts/test.sh and scripts/mnist.sh ask of CMake, told by stand-ins for the programs that they call."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
STAND_INS = {
    "cmake": 'echo "cmake $*"',
    "ctest": 'echo "ctest $*"',
    "dpkg-query": "echo installed",
}


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


class Configure(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copytree(SCRIPTS, self.root / "scripts")
        for name, text in STAND_INS.items():
            program(self.root / "tools" / name, text)

    def run_script(self, name, *options):
        return subprocess.run(
            [self.root / "scripts" / name, "--no-install", *options], capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": f"{self.root / 'tools'}:{os.environ['PATH']}"})

    def configuration(self, name, *options):
        result = self.run_script(name, *options)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return next(line for line in result.stdout.splitlines() if line.startswith("cmake "))

    def test_every_part_is_tested(self):
        line = self.configuration("test.sh")
        for part in ("TESTS", "EXAMPLES", "BENCHMARKS"):
            self.assertIn(f"-DAGON_BUILD_{part}=ON", line)

    def test_parts_that_a_preset_leaves_out_stay_out(self):
        for preset in ("asan", "tsan", "serial", "eigen"):
            self.assertNotIn("BENCHMARKS", self.configuration("test.sh", "--preset", preset))

    def test_the_main_job_leaves_the_settings_of_a_folder_alone(self):
        build = self.root / "build" / "release"
        program(build / "examples" / "mnist", "true")
        line = self.configuration("mnist.sh", "--no-download")
        self.assertIn("--preset release -DAGON_BUILD_EXAMPLES=ON -DAGON_BUILD_TESTS=OFF", line)
        (build / "CMakeCache.txt").touch()
        line = self.configuration("mnist.sh", "--no-download")
        self.assertEqual(line, f"cmake -DAGON_BUILD_EXAMPLES=ON {build.resolve()}")

    def test_a_data_folder_has_a_name(self):
        for options in (["--data", ""], ["--data="], ["--data"]):
            result = self.run_script("mnist.sh", *options)
            self.assertNotEqual(result.returncode, 0)
            self.assertEqual(result.stderr, "--data expects the name of a folder\n")
            self.assertNotIn("cmake", result.stdout)


if __name__ == "__main__":
    unittest.main()
