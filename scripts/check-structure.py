#!/usr/bin/env python3
"""Checks that the rooms of docs/design.md hold: includes point one way, the umbrella header is complete, Eigen, oneDNN
and OpenMP stay where they belong, and no file is longer than 500 lines. Prints each violation and exits with 1."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include"
MOST_LINES = 500

ALLOWED = {
    "core": set(),
    "kernels": {"core"},
    "onednn": {"core", "kernels"},
    "autograd": {"core", "kernels"},
    "data": {"core"},
    "io": {"core"},
    "nn": {"core", "kernels", "autograd", "io"},
    "optim": {"core", "kernels", "autograd", "nn"},
    "gan": {"core", "kernels", "autograd", "nn", "optim", "data", "io"},
    "models": {"core", "kernels", "autograd", "nn"},
}
QUOTED = re.compile(r'^\s*#\s*include\s+"(agon/[^"]+)"', re.MULTILINE)
EXTERNAL_HOMES = {"Eigen/": "include/agon/kernels/", "omp.h": "include/agon/core/parallel-inl.h",
                  "oneapi/": "src/onednn/"}
EXTERNAL = re.compile(r"^\s*#\s*include\s+<([^>]+)>", re.MULTILINE)


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".hpp", ".h", ".cpp"}:
                yield path


def room_of(path):
    parts = path.relative_to(ROOT).parts
    inside = parts[2:] if parts[0] == "include" else parts[1:]
    return inside[0] if len(inside) > 1 else None


def arrows():
    for path in sources("include", "src"):
        room, text, name = room_of(path), path.read_text(), path.relative_to(ROOT)
        if room is not None and room not in ALLOWED:
            yield f"{name}: no room is called {room}"
            continue
        for header in QUOTED.findall(text):
            target = header.split("/")[1]
            if not (INCLUDE / header).is_file():
                yield f"{name}: includes {header}, which does not exist"
            elif room is not None and target != room and target not in ALLOWED[room]:
                yield f"{name}: {room} may not include {header}"
        for header in EXTERNAL.findall(text):
            for prefix, home in EXTERNAL_HOMES.items():
                if header.startswith(prefix) and not str(name).startswith(home):
                    yield f"{name}: <{header}> belongs to {home}"


def reachable(header):
    seen, waiting = set(), [header]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        waiting += QUOTED.findall((INCLUDE / current).read_text())
    return seen


def umbrella():
    seen = reachable("agon/agon.hpp")
    for path in sources("include"):
        header = str(path.relative_to(INCLUDE))
        if path.suffix == ".hpp" and header not in seen:
            yield f"include/{header}: agon/agon.hpp does not reach it"


def lengths():
    for path in sources("include", "src", "tests", "examples", "benchmarks"):
        lines = path.read_text().count("\n")
        if lines > MOST_LINES:
            yield f"{path.relative_to(ROOT)}: {lines} lines, at most {MOST_LINES} are allowed"


def main():
    complaints = [*arrows(), *umbrella(), *lengths()]
    print("\n".join(complaints) if complaints else "the structure holds")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
