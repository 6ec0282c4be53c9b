"""What scripts/test.sh and scripts/mnist.sh ask of CMake and of apt-get, told by stand-ins for the programs that they
call."""

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
            self.stand_in(name, text)

    def stand_in(self, name, text):
        program(self.root / "tools" / name, text)

    def run_script(self, name, *options):
        return subprocess.run(
            [self.root / "scripts" / name, *options], capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": f"{self.root / 'tools'}:{os.environ['PATH']}"})

    def configuration(self, name, *options):
        result = self.run_script(name, "--no-install", *options)
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
            result = self.run_script("mnist.sh", "--no-install", *options)
            self.assertNotEqual(result.returncode, 0)
            self.assertEqual(result.stderr, "--data expects the name of a folder\n")
            self.assertNotIn("cmake", result.stdout)

    def test_what_is_missing_is_told_where_it_may_not_be_installed(self):
        self.stand_in("dpkg-query", '[ "$3" = ninja-build ] || [ "$3" = libpng-dev ] || echo installed')
        self.stand_in("apt-get", "echo apt-get")
        self.stand_in("id", "echo 1000")
        self.stand_in("sudo", "exit 1")  # asks for a password
        for options in (["--no-install"], []):
            for name in ("test.sh", "mnist.sh"):
                result = self.run_script(name, *options)
                self.assertEqual(result.returncode, 1)
                self.assertEqual(result.stdout, "")
                self.assertEqual(result.stderr, "these packages are missing and would be installed:\n"
                                                "  sudo apt-get install ninja-build libpng-dev\n")

    def test_what_is_missing_is_installed(self):
        self.stand_in("dpkg-query", '[ "$3" = catch2 ] || echo installed')
        self.stand_in("apt-get", 'echo "apt-get $*"; [ "$1" = install ]')  # the index cannot be refreshed
        for user, sudo in (("0", "exit 1"), ("1000", 'while [ "$1" = -n ]; do shift; done; "$@"')):
            self.stand_in("id", f"echo {user}")
            self.stand_in("sudo", sudo)
            result = self.run_script("test.sh")
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            self.assertIn("apt-get install -q -y --no-install-recommends catch2\n", result.stdout)
            self.assertIn("cmake --preset release", result.stdout)

    def test_packages_that_cannot_be_installed_end_the_job(self):
        self.stand_in("dpkg-query", '[ "$3" = catch2 ] || echo installed')
        self.stand_in("apt-get", "exit 1")
        self.stand_in("id", "echo 0")
        result = self.run_script("test.sh")
        self.assertEqual(result.returncode, 1)
        self.assertIn("apt-get could not install: catch2\n", result.stderr)
        self.assertNotIn("cmake", result.stdout)


if __name__ == "__main__":
    unittest.main()
