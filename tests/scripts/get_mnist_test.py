"""scripts/get-mnist.sh against mirrors that work and mirrors that do not, with curl and with wget."""

import gzip
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from serve_mnist import serve, small_mnist, sums

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "get-mnist.sh"
FILES = small_mnist()
TOOLS = "bash dirname awk date mktemp mkdir rm mv gzip head sha256sum cut cat find timeout".split()


class Download:
    """The tests, for one program that downloads."""

    program = ""

    def setUp(self):
        if not shutil.which(self.program):
            self.skipTest(f"{self.program} is not installed")
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        tools = self.folder / "tools"
        tools.mkdir()
        for tool in [*TOOLS, self.program]:
            (tools / tool).symlink_to(shutil.which(tool))
        (self.folder / "sums").write_text(sums(FILES))
        self.out = self.folder / "data" / "mnist"
        self.environment = {**os.environ, "PATH": str(tools), "no_proxy": "127.0.0.1"}

    def get(self, url, *more, most_seconds=20):
        start = time.monotonic()
        result = subprocess.run(
            [SCRIPT, "--out", self.out, "--url", url, "--sums", self.folder / "sums", *more],
            env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        self.assertLess(time.monotonic() - start, most_seconds)
        return result

    def assert_fails(self, url, text, *more, **limits):
        result = self.get(url, *more, **limits)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn(text, result.stderr)
        self.assertFalse(self.out.parent.exists(), "a failure leaves nothing behind")

    def assert_complete(self):
        self.assertEqual(sorted(path.name for path in self.out.iterdir()), sorted(f"{name}.gz" for name in FILES))
        for name, data in FILES.items():
            self.assertEqual(gzip.decompress((self.out / f"{name}.gz").read_bytes()), data)

    def test_good_mirrors(self):
        with serve(FILES) as address:
            for kind in ("good", "moved"):
                result = self.get(f"{address}/{kind}/")
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assert_complete()
                shutil.rmtree(self.out)

    def test_only_what_is_missing(self):
        name = "train-labels-idx1-ubyte"
        self.out.mkdir(parents=True)
        (self.out / name).write_bytes(b"mine")
        with serve(FILES) as address:
            self.assertEqual(self.get(f"{address}/good").returncode, 0)
        self.assertEqual((self.out / name).read_bytes(), b"mine")
        self.assertFalse((self.out / f"{name}.gz").exists())
        self.assertEqual(self.get("http://127.0.0.1:9", "--check").returncode, 0)

    def test_check_asks_for_the_training_set(self):
        self.out.mkdir(parents=True)
        for name in ("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz"):
            self.assertEqual(self.get("http://127.0.0.1:9", "--check").returncode, 1)
            (self.out / name).write_bytes(b"mine")
        self.assertEqual(self.get("http://127.0.0.1:9", "--check").returncode, 0)

    def test_wrong_bytes(self):
        with serve(FILES) as address:
            for kind in ("truncated", "wrong", "page", "last_wrong", "bomb"):
                self.assert_fails(f"{address}/{kind}", "expected unpacked SHA-256")

    def test_no_bytes(self):
        with serve(FILES) as address:
            for kind in ("missing", "cut"):
                self.assert_fails(f"{address}/{kind}", "could not be downloaded")
        self.assert_fails("http://127.0.0.1:9", "could not be downloaded")

    def test_slow_bytes(self):
        with serve(FILES) as address:
            for kind in ("slow", "silent"):
                self.assert_fails(f"{address}/{kind}", "could not be downloaded", "--timeout", "2", most_seconds=6)

    def test_a_folder_that_cannot_be_written(self):
        self.out = pathlib.Path("/dev/null/mnist")
        result = self.get("http://127.0.0.1:9")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("[/dev/null/mnist] expected a folder that can be written", result.stderr)


class Programs(unittest.TestCase):
    def test_one_that_downloads_is_installed(self):
        self.assertTrue(shutil.which("curl") or shutil.which("wget"), "neither curl nor wget is installed")


class Curl(Download, unittest.TestCase):
    program = "curl"


class Wget(Download, unittest.TestCase):
    program = "wget"


if __name__ == "__main__":
    unittest.main()
