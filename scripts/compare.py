"""What scripts/compare.sh runs; Python's standard library is enough for it. See scripts/compare.sh --help."""

import argparse
import itertools
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "benchmarks/peers"
PYTORCH = [PEERS / "pytorch_gan.py"]
# name: the module that it needs and the arguments to Python; libtorch is a program and has neither
KNOWN_PEERS = {
    "pytorch": ("torch", PYTORCH),
    "pytorch-tuned": ("torch", PYTORCH + ["--tuned"]),
    "pytorch-contiguous": ("torch", PYTORCH + ["--memory-format", "contiguous"]),
    "pytorch-contiguous-tuned": ("torch", PYTORCH + ["--memory-format", "contiguous", "--tuned"]),
    "pytorch-compile": ("torch", PYTORCH + ["--tuned", "--compile"]),
    "jax": ("jax", [PEERS / "jax_gan.py"]),
    "libtorch": (None, None),
}
BACKENDS = ("eigen", "onednn")
LINE = re.compile(r"^(\S+) +([0-9.]+) ms/iter +[0-9]+ img/s +rss ([0-9]+) MiB", re.MULTILINE)

HELP = """Runs workloads of agon_bench and of its peers in turns, each in a process of its own, and prints the median of
the runs of each, the ratio of the fastest peer's time to ours (2.00x: we are twice as fast), the spread of the runs,
and memory. Only an otherwise idle machine gives numbers that mean something. Build first: scripts/test.sh, or
cmake --preset release && cmake --build --preset release --target agon_bench."""
EPILOG = """environment:
  PYTHON                a Python that has PyTorch or JAX (default: ~/peers/bin/python where there is one, else python3);
                        benchmarks/peers/README.md says how to get each peer

examples:
  scripts/compare.sh --rounds 3 mlp_bce mlp_gp
  scripts/compare.sh --peers pytorch-tuned,jax --json out/compare.json all
"""


class Mistake(Exception):
    """What the caller has to change, in one sentence."""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Mistake(message)


def above_zero(kind, wanted):
    def parse(text):
        try:
            value = kind(text)
        except ValueError:
            value = 0
        if not 0 < value < float("inf"):
            raise argparse.ArgumentTypeError(f"expected {wanted}, got {text}")
        return value

    return parse


def names_of_peers(text):
    names = text.split(",")
    for name in names:
        if name not in KNOWN_PEERS:
            raise argparse.ArgumentTypeError(f"expected {','.join(KNOWN_PEERS)}, got {name}")
    return list(dict.fromkeys(names))


def parse(arguments):
    count = above_zero(int, "a whole number >= 1")
    parser = Parser(
        prog="scripts/compare.sh", description=HELP, epilog=EPILOG, allow_abbrev=False,
        formatter_class=lambda prog: argparse.RawDescriptionHelpFormatter(prog, max_help_position=24, width=120))
    parser.add_argument("workloads", metavar="workload", nargs="*",
                        help="which to run (default: dcgan28_bce; agon_bench --list names them, all means all of them)")
    parser.add_argument("--rounds", metavar="N", type=count, default=5, help="runs of each (default: 5)")
    parser.add_argument("--threads", metavar="N", type=count, default=2, help="threads of each (default: 2)")
    parser.add_argument("--seconds", metavar="S", type=above_zero(float, "a number > 0"), default=5,
                        help="measured time of a run (default: 5)")
    parser.add_argument("--peers", metavar="LIST", type=names_of_peers,
                        help=f"names with commas between, of {','.join(KNOWN_PEERS)} (default: all that are installed)")
    parser.add_argument("--build", metavar="FOLDER", type=pathlib.Path, default=ROOT / "build/release",
                        help="the build to measure (default: build/release)")
    parser.add_argument("--peers-build", metavar="FOLDER", type=pathlib.Path, default=ROOT / "build/peers",
                        help="the build of benchmarks/peers, which has libtorch's program (default: build/peers)")
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path, help="also write every run to this file")
    return parser.parse_args(arguments)


def command_line(command):
    return [str(part) for part in command]


def run(command):
    return subprocess.run(command_line(command), capture_output=True, text=True, check=False)


def last_line(result):
    lines = (result.stderr.strip() or result.stdout.strip()).splitlines()
    return lines[-1] if lines else f"exit status {result.returncode}"


def python():
    if os.environ.get("PYTHON"):
        return os.environ["PYTHON"]
    own = pathlib.Path("~/peers/bin/python").expanduser()
    return str(own) if own.exists() else "python3"


def ours(options):
    """The sides that are Agon: one for each backend, where the build has a choice of them."""
    bench = options.build / "benchmarks/agon_bench"
    if not os.access(bench, os.X_OK):
        raise Mistake(f"{bench} is missing; build it with: cmake --build --preset release --target agon_bench")
    if "--backend" not in run([bench, "--help"]).stdout:
        return {"agon": [bench]}
    sides = {}
    for backend in BACKENDS:
        command = [bench, "--backend", backend]
        tried = run(command + ["--threads", options.threads, "--seconds", 0.001, "mlp_gen1"])
        if tried.returncode == 0:
            sides[f"agon-{backend}"] = command
        else:
            print(f"left out: agon-{backend} ({last_line(tried)})")
    if not sides:
        raise Mistake(f"{bench} runs with no backend of {', '.join(BACKENDS)}")
    return sides


def reason_to_leave_out(peer, interpreter, program):
    module = KNOWN_PEERS[peer][0]
    if module is None:
        return None if os.access(program, os.X_OK) else f"{program} is not built"
    try:
        found = run([interpreter, "-c", f"import {module}"]).returncode == 0
    except OSError:
        return f"there is no {interpreter}"
    return None if found else f"{interpreter} has no {module}"


def theirs(options):
    """The peers that are asked for, or those that are installed."""
    interpreter, program, sides = python(), options.peers_build / "libtorch_gan", {}
    for peer in options.peers or KNOWN_PEERS:
        reason = reason_to_leave_out(peer, interpreter, program)
        if reason and options.peers:
            raise Mistake(f"--peers: {peer}: {reason}; benchmarks/peers/README.md says how to get it")
        if reason:
            print(f"left out: {peer} ({reason})")
        elif KNOWN_PEERS[peer][1]:
            sides[peer] = [interpreter, *KNOWN_PEERS[peer][1]]
        else:
            sides[peer] = [program]
    if not sides:
        raise Mistake("no peer is installed; benchmarks/peers/README.md says how to get them")
    return sides


def workloads_of(bench, wanted):
    known = run([bench, "--list"]).stdout.split()
    if wanted == ["all"]:
        return known
    for name in wanted:
        if name not in known:
            raise Mistake(f"workload: expected {', '.join(known)} or all, got {name}")
    return list(dict.fromkeys(wanted)) or ["dcgan28_bce"]


class Runs:
    """What every side took for every workload."""

    def __init__(self):
        self.heads = {}   # by side: what it ran on, in its own words
        self.ms = {}      # by workload, then side: of every run
        self.memory = {}  # likewise, in MiB
        self.failed = {}  # by (workload, side): why there is no run

    def add(self, workload, side, command, options):
        """One more run. A peer that fails is noted and not asked again; that Agon fails is a mistake."""
        if (workload, side) in self.failed:
            return
        arguments = ["--threads", options.threads, "--seconds", options.seconds, workload]
        with tempfile.TemporaryDirectory() as folder:
            # Lines have three decimals of a millisecond at most, which is little for the shortest of ours.
            precise = pathlib.Path(folder) / "run.json"
            is_ours = side.startswith("agon")
            result = run(command + (["--json", precise] if is_ours else []) + arguments)
            line = LINE.search(result.stdout)
            if result.returncode != 0 or not line:
                if is_ours:
                    raise Mistake(f"{side} failed on {workload}: {last_line(result)}")
                skipped = re.search(r"skipped: (.*)", result.stdout)
                self.failed[workload, side] = skipped[0] if skipped else f"failed: {last_line(result)}"
                print(f"{side:<26} {workload:<14} {self.failed[workload, side]}", flush=True)
                return
            ms, memory = float(line[2]), int(line[3])
            if is_ours:
                ms = json.loads(precise.read_text())["workloads"][workload]["ms_per_iteration"]
        print(f"{side:<26} {result.stdout.splitlines()[-1]}", flush=True)
        self.heads[side] = result.stdout.splitlines()[0].split(", matrix product")[0]
        self.ms.setdefault(workload, {}).setdefault(side, []).append(ms)
        self.memory.setdefault(workload, {}).setdefault(side, []).append(memory)

    def median(self, workload, side):
        """In ms; None where the side has no run."""
        values = self.ms.get(workload, {}).get(side)
        return statistics.median(values) if values else None

    def fastest(self, workload, sides):
        return min((side for side in sides if self.median(workload, side)),
                   key=lambda side: self.median(workload, side), default=None)

    def ratios(self, workload, best, agons):
        """By each of our sides, how many times as long the best peer takes; nothing where there is no such peer."""
        return {agon: self.median(workload, best) / self.median(workload, agon) for agon in agons if best}


def digits(value):
    """At least three of them, for times from tens of microseconds to minutes."""
    return next((f"{value:.{places}f}" for places, limit in ((4, 0.1), (3, 10), (2, 100), (1, 1000)) if value < limit),
                f"{value:.0f}")


def table(title, heads, rows):
    """Heads are broken at their hyphens: whole, they are wider than what stands below them."""
    print(f"== {title}")
    heads = [head.split("-") for head in heads]
    rows = [*itertools.zip_longest(*heads, fillvalue=""), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for first, *rest in rows:
        cells = [first.ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(rest, widths[1:])]
        print("  ".join(cells).rstrip())


def print_tables(runs, workloads, agons, peers, rounds):
    sides = [*agons, *peers]
    times, spreads, memory = [], [], []
    for workload in workloads:
        taken = [runs.ms[workload].get(side) for side in sides]
        held = [runs.memory[workload].get(side) for side in sides]
        best = runs.fastest(workload, peers)
        ratios = [f"{ratio:.2f}x" for ratio in runs.ratios(workload, best, agons).values()] or ["-"] * len(agons)
        times.append([workload] + [digits(statistics.median(v)) if v else "-" for v in taken] + [best or "-"] + ratios)
        spreads.append([workload] + [f"{digits(min(v))} {digits(max(v))}" if v else "-" for v in taken])
        memory.append([workload] + [f"{statistics.median(v):.0f}" if v else "-" for v in held])
    heads = ["workload", *sides]
    table("ms an iteration, medians of the runs; the ratio is the fastest peer's time by ours",
          heads + ["fastest peer"] + [f"ratio to-{agon}" for agon in agons], times)
    if rounds > 1:
        table("ms an iteration, shortest and longest run", heads, spreads)
    table("MiB, the most that the process held", heads, memory)
    for (workload, side), reason in runs.failed.items():
        print(f"no run: {side} of {workload}, {reason}")


def record(runs, workloads, agons, peers, options, machine, load):
    results = {}
    for workload in workloads:
        best = runs.fastest(workload, peers)
        results[workload] = {
            "ms": runs.ms[workload],
            "memory_mib": runs.memory[workload],
            "fastest_peer": best,
            "ratio": runs.ratios(workload, best, agons),
            "no_run": {side: reason for (name, side), reason in runs.failed.items() if name == workload},
        }
    return {"machine": machine, "load": load, "threads": options.threads, "rounds": options.rounds,
            "seconds": options.seconds, "sides": runs.heads, "workloads": results}


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def compare(options):
    agons = ours(options)
    workloads = workloads_of(next(iter(agons.values()))[0], options.workloads)
    peers = theirs(options)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.touch()  # a file that cannot be written is told before the hours, not after
    machine = f"{processor()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}"
    print(f"== {machine}; threads: {options.threads}")
    if os.getloadavg()[0] > 0.5:
        print("the machine is busy with other work, from which these numbers will suffer, each side in its own way")
    runs, load = Runs(), []
    for number in range(1, options.rounds + 1):
        load.append(os.getloadavg()[0])
        print(f"== round {number} of {options.rounds}, load {load[-1]:.2f}")
        for workload in workloads:
            for side, command in {**agons, **peers}.items():
                runs.add(workload, side, command, options)
        if options.json:  # every round, so that a comparison that is cut short leaves what it has
            text = json.dumps(record(runs, workloads, agons, peers, options, machine, load), indent=2)
            options.json.write_text(text + "\n")

    print(f"== load {load[0]:.2f} before, {os.getloadavg()[0]:.2f} after; runs of {options.seconds:g} s")
    for side, head in runs.heads.items():
        print(f"{side}: {head}")
    print_tables(runs, workloads, agons, peers, options.rounds)
    return 1 if any(reason.startswith("failed") for reason in runs.failed.values()) else 0


if __name__ == "__main__":
    try:
        sys.exit(compare(parse(sys.argv[1:])))
    except (Mistake, OSError) as mistake:
        sys.exit(str(mistake))
    except KeyboardInterrupt:
        sys.exit(130)
