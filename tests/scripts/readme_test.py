"""Nothing in README.md and docs/ may rot: their C++ is found line by line in compiled files, the CMake in the consumers, and the options that are named in the scripts' --help."""

import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
GAMES = (ROOT / "docs/gan.md").read_text()
EXTENDING = (ROOT / "docs/extending.md").read_text()
LAYERS = (ROOT / "docs/layers.md").read_text()
STABILITY = (ROOT / "docs/stability.md").read_text()
RECIPES = (ROOT / "docs/recipes.md").read_text()


def blocks(language, text=README):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def holds(whole, part):
    """Whether the lines of `part` follow one another in `whole`; a line of `...` stands for any lines."""
    at = 0
    for chunk in "\n".join(part).split("\n...\n"):
        chunk = chunk.split("\n")
        while at + len(chunk) <= len(whole) and whole[at : at + len(chunk)] != chunk:
            at += 1
        if at + len(chunk) > len(whole):
            return False
        at += len(chunk)
    return True


def files(*patterns):
    return [lines(path.read_text()) for pattern in patterns for path in sorted(ROOT.glob(pattern))]


class Readme(unittest.TestCase):
    def test_code_is_compiled_code(self):
        compiled = files("tests/readme.cpp", "tests/extending.cpp", "tests/stability.cpp", "examples/*.cpp", "tests/consumer/*/*.cpp")
        self.assertGreaterEqual(len(blocks("cpp")), 3)
        self.assertGreaterEqual(len(blocks("cpp", GAMES)), 5)
        self.assertGreaterEqual(len(blocks("cpp", EXTENDING)), 5)
        self.assertGreaterEqual(len(blocks("cpp", LAYERS)), 2)
        self.assertGreaterEqual(len(blocks("cpp", STABILITY)), 5)
        self.assertGreaterEqual(len(blocks("cpp", RECIPES)), 1)
        texts = (README, GAMES, EXTENDING, LAYERS, STABILITY, RECIPES)
        for block in [block for text in texts for block in blocks("cpp", text)]:
            self.assertTrue(any(holds(whole, lines(block)) for whole in compiled), f"not in a compiled file:\n{block}")

    def test_cmake_is_a_consumers(self):
        consumers = files("tests/consumer/*/CMakeLists.txt")
        for block in blocks("cmake"):
            self.assertTrue(any(holds(whole, lines(block)) for whole in consumers), f"not in a consumer:\n{block}")

    def test_scripts_and_options_exist(self):
        self.assertEqual([line.split()[0] for line in lines(blocks("sh")[0])], ["scripts/mnist.sh", "scripts/test.sh"])
        for line in lines("\n".join(blocks("sh") + blocks("sh", RECIPES))):
            command = re.match(r"scripts/\S+", line)
            if not command:
                continue
            told = subprocess.run([ROOT / command[0], "--help"], capture_output=True, text=True, check=True).stdout
            for option in re.findall(r"--[a-z-]+", line.split("#")[0]):
                self.assertIn(option, told, line)

    def test_files_exist(self):
        prose = re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL)
        for name in re.findall(r"\]\((?!http)([^)#]+)\)", prose):
            self.assertTrue((ROOT / name).exists(), name)


if __name__ == "__main__":
    unittest.main()
