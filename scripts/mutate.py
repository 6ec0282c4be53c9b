#!/usr/bin/env python3
"""Shows that the tests of objectives and penalties notice mistakes in the formulas. One at a time, in a copy of the
header, a sign is flipped, real and fake are exchanged, or a term is left out, for both players; what depends on it is
compiled again, and the tests must fail. Prints a line for each mistake and exits with 1 where one survives. Mistakes
that do not compile do not count. The build folder is that of a preset; what is missing in it is built first."""

import argparse
import collections
import concurrent.futures
import dataclasses
import html
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

from mutations import mutations

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include"
# Folders of headers, and the tests that must notice.
TESTS = {
    "agon/gan/objectives": ["tests/gan/objective_table.cpp", "tests/gan/objectives.cpp"],
    "agon/gan/penalties": ["tests/gan/penalt*.cpp", "tests/gan/penalties/*.cpp"],
}
# Mistakes that change nothing one could see: {(file, line without spaces around it, mutation): why}.
EQUIVALENT = {}
PREFIX = '#include "agon/autograd.hpp"\n#include "agon/nn.hpp"\n#include "agon/optim.hpp"\n#include "agon_test.hpp"\n'
QUOTED = re.compile(r'^\s*#\s*include\s+"(agon/[^"]+)"', re.MULTILINE)
BODIES = re.compile(r"^#ifdef AGON_HEADER_ONLY$.*?^#endif$", re.MULTILINE | re.DOTALL)
SECONDS = 120  # for a run of the tests, which take less than one


@dataclasses.dataclass(frozen=True)
class Mutant:
    header: str  # below include/
    mutation: object

    @property
    def source(self):
        return (INCLUDE / self.header).read_text()

    def why_equivalent(self):
        line = self.source.splitlines()[self.mutation.line - 1].strip()
        return EQUIVALENT.get((self.header, line, self.mutation.what))

    def __str__(self):
        return f"{self.header.removeprefix('agon/gan/')}:{self.mutation.line}: {self.mutation.what}"


def mutants_of(headers):
    return [Mutant(header, mutation) for header in headers for mutation in mutations((INCLUDE / header).read_text())]


def reached(file, known={}):
    """The headers that a file includes, directly or not, in the compiled flavour."""
    if file not in known:
        known[file] = set()
        for header in QUOTED.findall(BODIES.sub("", file.read_text())):
            known[file] |= {header} | reached(INCLUDE / header)
    return known[file]


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def failing_case(output):
    """The name of the last test case that Catch began, out of its XML."""
    names = re.findall(r'<TestCase name="([^"]*)"', output)
    return html.unescape(names[-1]) if names else "a crash"


class Build:
    """Compiles and links with the commands of a build folder, without optimisation, into a folder of its own."""

    def __init__(self, folder, scratch):
        self.folder, self.scratch = folder, scratch
        self.must_run(["cmake", "--build", folder, "--target", "agon", "agon_test_main"])
        commands = json.loads((folder / "compile_commands.json").read_text())
        self.commands = {pathlib.Path(entry["file"]): self.plain(entry["command"]) for entry in commands}
        ninja = (folder / "build.ninja").read_text()
        block = re.search(r"^build tests/agon_tests .*?^  LINK_LIBRARIES = (.*?)$", ninja, re.MULTILINE | re.DOTALL)
        self.linker = self.commands[ROOT / "tests/main.cpp"][0]
        self.libraries = [folder / word if word.endswith(".a") else word for word in block.group(1).split()]
        self.main = folder / "tests/CMakeFiles/agon_test_main.dir/main.cpp.o"
        self.prefix = scratch / "prefix.hpp"
        self.prefix.write_text(PREFIX)
        self.ready = {}  # objects of tests without a mistake

    @staticmethod
    def plain(command):
        words = shlex.split(command)
        end = words.index("-o")
        words = words[1 if pathlib.Path(words[0]).name == "ccache" else 0 : end]
        return [word for word in words if not re.match(r"-O|-W", word)] + ["-O0", "-w"]

    @staticmethod
    def must_run(command):
        result = run(command)
        if result.returncode != 0:
            sys.exit(f"{shlex.join(map(str, command))} failed:\n{result.stdout[-2000:]}{result.stderr[-2000:]}")
        return result.stdout

    def precompile(self, tests):
        self.must_run([*self.commands[tests[0]], "-x", "c++-header", self.prefix, "-o", f"{self.prefix}.gch"])
        for test in tests:
            self.ready[test] = self.compile(test, self.scratch, [])
            if self.ready[test] is None:
                sys.exit(f"{test} does not compile")

    def compile(self, file, folder, overlay):
        """The object, or None where it does not compile."""
        result = folder / (file.relative_to(ROOT).as_posix().replace("/", "-") + ".o")
        command = self.commands[file]
        prefix = ["-include", self.prefix] if file.is_relative_to(ROOT / "tests") else []
        done = run([command[0], *overlay, *prefix, *command[1:], "-c", file, "-o", result], cwd=self.folder)
        return result if done.returncode == 0 else None

    def failure(self, objects, folder):
        """The name of a test case that fails, or None."""
        program = folder / "tests"
        self.must_run([self.linker, "-o", program, *objects, self.main, *self.libraries])
        try:
            done = run([program, "--abort", "--reporter", "xml"], timeout=SECONDS,
                       env={**os.environ, "OMP_WAIT_POLICY": "passive"})
        except subprocess.TimeoutExpired:
            return "no end"
        return None if done.returncode == 0 else failing_case(done.stdout)


def fate(build, mutant, tests):
    """What becomes of a mutant: (kind, by what)."""
    if why := mutant.why_equivalent():
        return "equivalent", why
    with tempfile.TemporaryDirectory(dir=build.scratch) as name:
        folder = pathlib.Path(name)
        header = folder / "include" / mutant.header
        header.parent.mkdir(parents=True)
        header.write_text(mutant.mutation.apply(mutant.source))
        overlay = ["-I", folder / "include"]
        bodies = [build.compile(file, folder, overlay)
                  for file in sorted((ROOT / "src/gan").rglob("*.cpp")) if mutant.header in reached(file)]
        if None in bodies:
            return "does not compile", ""
        for test in tests:
            again = mutant.header in reached(test)
            compiled = build.compile(test, folder, overlay) if again else build.ready[test]
            if compiled is None:
                return "does not compile", ""
            if case := build.failure([compiled, *bodies], folder):
                return "killed", case
    return "SURVIVED", ""


def headers_in(folder, only):
    found = (str(path.relative_to(INCLUDE)) for path in sorted((INCLUDE / folder).glob("*.h*")))
    return [header for header in found if not only or any(part in header for part in only)]


def check(build, folder, mutants, jobs):
    """The fates of the mutants of a folder, each printed as it is known."""
    tests = [path for pattern in TESTS[folder] for path in sorted(ROOT.glob(pattern))]
    build.precompile(tests)
    for test in tests:
        if case := build.failure([build.ready[test]], build.scratch):
            sys.exit(f"{test.relative_to(ROOT)} fails without a mistake, in {case}")
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for mutant, (kind, by) in zip(mutants, pool.map(lambda mutant: fate(build, mutant, tests), mutants)):
            print(f"{kind:16} {mutant}" + (f"  [{by}]" if by else ""), flush=True)
            yield kind


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", action="append", metavar="PART", help="only headers with this in their path")
    parser.add_argument("--list", action="store_true", help="print the mistakes, and do nothing")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="default: build/release")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="default: the number of cores")
    options = parser.parse_args()
    mutants = {folder: mutants_of(headers_in(folder, options.file)) for folder in TESTS}
    if not any(mutants.values()):
        sys.exit("no header with a formula was chosen")
    if options.list:
        print(*(mutant for some in mutants.values() for mutant in some), sep="\n")
        return 0
    counts, begin = collections.Counter(), time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        build = Build(options.build.resolve(), pathlib.Path(scratch))
        for folder, some in mutants.items():
            if some:
                counts.update(check(build, folder, some, options.jobs))
    fates = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    print(f"{fates}, in {time.monotonic() - begin:.0f} s")
    return 1 if counts["SURVIVED"] else 0


if __name__ == "__main__":
    sys.exit(main())
