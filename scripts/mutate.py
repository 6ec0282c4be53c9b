#!/usr/bin/env python3
"""Shows that the tests of objectives and penalties notice mistakes in the formulas. One at a time, in a copy of the
header, a sign is flipped, real and fake are exchanged, or a term is left out, for both players; what depends on it is
compiled again, and the tests must fail. Prints a line for each mistake and exits with 1 where one survives. Mistakes
that do not compile do not count. The build folder is that of a preset; what is missing in it is built first."""

import argparse
import collections
import concurrent.futures
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

from mutations import mutations, switched

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include"
# Folders of headers, and the tests that must notice.
TESTS = {
    "agon/gan/objectives": ["tests/gan/objective_table.cpp", "tests/gan/objectives.cpp"],
    "agon/gan/penalties": ["tests/gan/penalty_*.cpp"],
}
# Mistakes that change nothing one could see: {(header, what becomes of the line): why}.
EQUIVALENT = {
    ("agon/gan/objectives/label_smoothing-inl.h", "noisy.fake.flip = noisy.real.flip = probability;"):
        "both get the same",
    ("agon/gan/objectives/least_squares.hpp",
     "return 0.5f * mean(square(score(fake_out) - fake)) + 0.5f * mean(square(score(real_out) - real));"):
        "the terms of a sum, exchanged whole",
    ("agon/gan/objectives/softmax_gan.hpp", "return -mean(log_probabilities(fake, real));"):
        "the mean over all samples has no order",
    ("agon/gan/penalties/gradient-inl.h", "return lerp(fake, real, draw_for_each_sample<T>(fake.shape()));"):
        "pairs are of one shape",
    **{("agon/gan/penalties/gradient-inl.h", f"for (const T x : samples.values()) squares += {product};"):
        "the differences from the mean add up to 0"
       for product in ("(x) * (x - mean)", "(x - mean) * (x)", "(x + mean) * (x - mean)", "(x - mean) * (x + mean)")},
}
# The library's headers that hold no formula under test; what the tests include first.
PREFIX = ["agon/autograd.hpp", "agon/nn.hpp", "agon/optim.hpp", "agon_test.hpp"]
CHOICE = """#pragma once
#include <cstdlib>
inline int agon_mutant() {
  static const char* const chosen = std::getenv("AGON_MUTANT");
  return chosen == nullptr ? 0 : std::atoi(chosen);
}
"""
QUOTED = re.compile(r'^\s*#\s*include\s+"(agon/[^"]+)"', re.MULTILINE)
BODIES = re.compile(r"^#ifdef AGON_HEADER_ONLY$.*?^#endif$", re.MULTILINE | re.DOTALL)
SECONDS = 120  # for a run of the tests, which take less than one


def reached(file, known={}):
    """The headers that a file includes, directly or not, in the compiled flavour."""
    if file not in known:
        known[file] = set()
        for header in QUOTED.findall(BODIES.sub("", file.read_text())):
            known[file] |= {header} | reached(INCLUDE / header)
    return known[file]


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def must_run(command):
    result = run(command)
    if result.returncode != 0:
        sys.exit(f"{shlex.join(map(str, command))} failed:\n{result.stdout[-2000:]}{result.stderr[-2000:]}")


class Build:
    """Compiles and links with the commands of a build folder, without optimisation, into a folder of its own."""

    def __init__(self, folder, scratch):
        self.folder, self.scratch = folder, scratch
        must_run(["cmake", "--build", folder, "--target", "agon", "agon_test_main"])
        commands = json.loads((folder / "compile_commands.json").read_text())
        self.commands = {pathlib.Path(entry["file"]): self.plain(entry["command"]) for entry in commands}
        ninja = (folder / "build.ninja").read_text()
        block = re.search(r"^build tests/agon_tests .*?^  LINK_LIBRARIES = (.*?)$", ninja, re.MULTILINE | re.DOTALL)
        self.compiler = self.commands[ROOT / "tests/main.cpp"][0]
        self.libraries = [folder / word if word.endswith(".a") else word for word in block.group(1).split()]
        self.main = folder / "tests/CMakeFiles/agon_test_main.dir/main.cpp.o"
        self.choice, self.prefix = scratch / "choice.hpp", scratch / "prefix.hpp"
        self.choice.write_text(CHOICE)
        self.prefix.write_text("".join(f'#include "{name}"\n' for name in ["choice.hpp", *PREFIX]))
        self.ready = {}  # objects of tests without a mistake

    @staticmethod
    def plain(command):
        words = shlex.split(command)
        words = words[pathlib.Path(words[0]).name == "ccache" : words.index("-o")]
        return [word for word in words if not re.match(r"-O|-W", word)] + ["-O0", "-w"]

    def prepare(self, tests):
        """Compiles the tests of a folder; they must pass."""
        must_run([*self.commands[tests[0]], "-x", "c++-header", self.prefix, "-o", f"{self.prefix}.gch"])
        for test in tests:
            self.ready[test], said = self.compile(test, self.scratch, [])
            if said:
                sys.exit(f"{test} does not compile:\n{said}")
        if case := failing_case(self.link([self.ready[test] for test in tests], self.scratch), 0):
            sys.exit(f"the tests fail without a mistake, in {case}")

    def compile(self, file, folder, overlay):
        """The object, and what the compiler says where it does not compile."""
        result = folder / (file.relative_to(ROOT).as_posix().replace("/", "-") + ".o")
        command = self.commands[file]
        first = self.prefix if file.is_relative_to(ROOT / "tests") else self.choice
        done = run([command[0], *overlay, "-include", first, *command[1:], "-c", file, "-o", result], cwd=self.folder)
        return result, done.stderr if done.returncode != 0 else ""

    def link(self, objects, folder):
        program = folder / "tests"
        must_run([self.compiler, "-o", program, *objects, self.main, *self.libraries])
        return program

    def program(self, header, text, tests, folder):
        """The program of the tests with another text for a header, and what the compiler says where there is none."""
        changed = folder / "include" / header
        changed.parent.mkdir(parents=True, exist_ok=True)
        changed.write_text(text)
        objects = [self.ready[test] for test in tests if header not in reached(test)]
        bodies = (file for file in sorted((ROOT / "src/gan").rglob("*.cpp")) if header in reached(file))
        for file in [*bodies, *(test for test in tests if header in reached(test))]:
            compiled, said = self.compile(file, folder, ["-I", folder / "include"])
            if said:
                return None, said
            objects.append(compiled)
        return self.link(objects, folder), ""


def fates(build, header, tests):
    """[(mutation, what becomes of it, by what)] for the mistakes of a header, in their order. As many as possible are
    compiled into one program, which is told which of them to make."""
    source = (INCLUDE / header).read_text()
    all_of_them = dict(enumerate(mutations(source), start=1))
    known = {number: ("equivalent", why) for number, mutation in all_of_them.items()
             if (why := EQUIVALENT.get((header, line_of(source, mutation))))}
    together = {number: mutation for number, mutation in all_of_them.items()
                if number not in known and mutation.in_body()}
    with tempfile.TemporaryDirectory(dir=build.scratch) as name:
        folder = pathlib.Path(name)
        program = None
        while together and program is None:
            text, owners = switched(source, together)
            program, said = build.program(header, text, tests, folder)
            lines = re.findall(rf"{re.escape(str(folder / 'include' / header))}:(\d+)", said)
            wrong = {owners[int(line)] for line in lines if int(line) in owners}
            if program is None and not wrong:
                break  # each on its own
            for number in wrong:
                known[number] = ("does not compile", "")
                del together[number]
        if program and (case := failing_case(program, 0)):
            sys.exit(f"{header}: the tests fail without a mistake, in {case}")
        for number in together if program else ():
            known[number] = verdict(program, number)
        for number in all_of_them.keys() - known.keys():
            program, said = build.program(header, all_of_them[number].apply(source), tests, folder)
            known[number] = ("does not compile", "") if program is None else verdict(program, number)
    return [(mutation, *known[number]) for number, mutation in all_of_them.items()]


def line_of(source, mutation):
    """What becomes of the line with the mistake."""
    return mutation.apply(source).splitlines()[mutation.line - 1].strip()


def verdict(program, number):
    case = failing_case(program, number)
    return ("killed", case) if case else ("SURVIVED", "")


def failing_case(program, number):
    """The name of the first test case that fails with this mistake, or None."""
    try:
        done = run([program, "--abort", "--reporter", "xml"], timeout=SECONDS,
                   env={**os.environ, "AGON_MUTANT": str(number), "OMP_WAIT_POLICY": "passive"})
    except subprocess.TimeoutExpired:
        return "no end"
    if done.returncode == 0:
        return None
    names = re.findall(r'<TestCase name="([^"]*)"', done.stdout)
    return html.unescape(names[-1]) if names else "a crash"


def headers_in(folder, only):
    found = (str(path.relative_to(INCLUDE)) for path in sorted((INCLUDE / folder).glob("*.h*")))
    return [header for header in found if not only or any(part in header for part in only)]


def check(build, folder, headers, jobs):
    """The fates of all mistakes in the headers of a folder, each printed as it is known."""
    tests = [path for pattern in TESTS[folder] for path in sorted(ROOT.glob(pattern))]
    build.prepare(tests)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for header, some in zip(headers, pool.map(lambda header: fates(build, header, tests), headers)):
            for mutation, kind, by in some:
                by = line_of((INCLUDE / header).read_text(), mutation) if kind == "SURVIVED" else by
                print(f"{kind:16} {described(header, mutation)}" + (f"  [{by}]" if by else ""), flush=True)
                yield kind


def described(header, mutation):
    return f"{header.removeprefix('agon/gan/')}:{mutation.line}: {mutation.what}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", action="append", metavar="PART", help="only headers with this in their path")
    parser.add_argument("--list", action="store_true", help="print the mistakes, and do nothing")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="default: build/release")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="default: the number of cores")
    options = parser.parse_args()
    chosen = {folder: headers_in(folder, options.file) for folder in TESTS}
    if options.list:
        for header in sum(chosen.values(), []):
            for mutation in mutations((INCLUDE / header).read_text()):
                print(described(header, mutation))
        return 0
    counts, begin = collections.Counter(), time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        build = Build(options.build.resolve(), pathlib.Path(scratch))
        for folder, headers in chosen.items():
            if headers:
                counts.update(check(build, folder, headers, options.jobs))
    totals = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    print(f"{totals}, in {time.monotonic() - begin:.0f} s")
    return 1 if counts["SURVIVED"] else 0


if __name__ == "__main__":
    sys.exit(main())
