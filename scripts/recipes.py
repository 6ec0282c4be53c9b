"""What scripts/recipes.sh runs; Python's standard library is enough for it. See scripts/recipes.sh --help."""

import argparse
import concurrent.futures
import json
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECIPES = ("dcgan", "lsgan", "wgan", "wgan_gp", "sngan", "r3gan", "stylegan2_small")
MEASURES = {"score": 2, "kl": 3, "confidence": 3, "distance": 1}  # with their decimals

HELP = """Trains the recipes for the same time each, over several seeds, in processes of one thread side by side, and
writes the means and the standard deviations of what the digit classifier finds (examples/digit_measures.hpp) as a
Markdown table. Only an otherwise idle machine gives every run the same number of iterations. Build first:
cmake --preset release && cmake --build --preset release --target recipes classifier."""
EPILOG = """The defaults take 7 recipes x 3 seeds x 5 minutes / 2 processes: about 55 minutes.

examples:
  scripts/recipes.sh --data data/mnist
  scripts/recipes.sh --data data/mnist --iterations 1000 --seeds 1 2 3 4 5 sngan r3gan
"""


def read_options():
    parser = argparse.ArgumentParser(prog="scripts/recipes.sh", description=HELP, epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipes", nargs="*", metavar="NAME", help=f"of {', '.join(RECIPES)} (default: all)")
    parser.add_argument("--data", help="a folder with MNIST's files (default: digits that the program draws)")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, help="how long each run trains (default: 5)")
    length.add_argument("--iterations", type=int, help="how long each run trains, in place of --minutes")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="default: 1 2 3")
    parser.add_argument("--jobs", type=int, default=2, help="how many runs side by side (default: 2)")
    parser.add_argument("--width", type=int, help="of all networks (default: each recipe's own)")
    parser.add_argument("--samples", type=int, default=10000, help="how many are measured (default: 10000)")
    parser.add_argument("--classifier", type=pathlib.Path,
                        help="the judge (default: OUT/classifier.safetensors, trained first where it is not there)")
    parser.add_argument("--keep", action="store_true", help="keep the results that an earlier call left in OUT")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="default: build/release")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "out/recipes", help="default: out/recipes")
    options = parser.parse_args()
    for name in options.recipes:
        if name not in RECIPES:
            parser.error(f"expected one of {', '.join(RECIPES)}, got {name}")
    if len(options.seeds) < 2:
        parser.error("expected at least 2 seeds, for a spread")
    if options.jobs < 1:
        parser.error(f"--jobs: expected a whole number >= 1, got {options.jobs}")
    options.recipes = options.recipes or list(RECIPES)
    if options.minutes is None and options.iterations is None:
        options.minutes = 5.0
    return options


def run(program, *arguments):
    """The program's last line. A run that fails ends everything, with what it said."""
    if not program.is_file():
        sys.exit(f"{program} is missing; build it with: cmake --build --preset release --target {program.name}")
    ran = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else f"{program} failed")
    return ran.stdout.strip().splitlines()[-1]


def data_option(options):
    return ["--data", options.data] if options.data else []


def train_classifier(options):
    path = options.classifier or options.out / "classifier.safetensors"
    if not path.is_file():
        print(run(options.build / "examples/classifier", *data_option(options), "--seed", 1, "--out", path), flush=True)
    return path


def train(options, classifier, recipe, seed):
    folder = options.out / f"{recipe}-{seed}"
    results = folder / "results.json"
    if not (options.keep and results.is_file()):
        length = ["--minutes", options.minutes] if options.minutes is not None else ["--iterations", options.iterations]
        width = ["--width", options.width] if options.width is not None else []
        print(run(options.build / "examples/recipes", recipe, *data_option(options), *length, *width, "--seed", seed,
                  "--threads", 1, "--samples", options.samples, "--classifier", classifier, "--out", folder),
              flush=True)
    return json.loads(results.read_text())


def spread(values, decimals):
    return f"{statistics.mean(values):.{decimals}f} ± {statistics.stdev(values):.{decimals}f}"


def table(results):
    """Lines of Markdown, a row for each recipe, and one for real digits."""
    lines = ["| recipe | iterations | ms an iteration | score | KL | confidence | distance |",
             "| --- | --- | --- | --- | --- | --- | --- |"]
    for recipe, runs in results.items():
        cells = [f"`{recipe}`", spread([run["iterations"] for run in runs], 0),
                 f"{statistics.mean([1000 * run['seconds'] / run['iterations'] for run in runs]):.0f}"]
        cells += [spread([run["measured"][measure] for run in runs], decimals)
                  for measure, decimals in MEASURES.items()]
        lines.append(f"| {' | '.join(cells)} |")
    real = next(iter(results.values()))[0].get("real")
    if real:
        cells = [f"{real[measure]:.{decimals}f}" for measure, decimals in MEASURES.items()]
        lines.append(f"| other real digits | | | {' | '.join(cells)} |")
    return lines


def main():
    options = read_options()
    options.out.mkdir(parents=True, exist_ok=True)
    classifier = train_classifier(options)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = {recipe: [] for recipe in options.recipes}
        for seed in options.seeds:  # seeds outside, so that what disturbs the machine meets every recipe
            for recipe in options.recipes:
                runs[recipe].append(pool.submit(train, options, classifier, recipe, seed))
        try:
            results = {recipe: [one.result() for one in waiting] for recipe, waiting in runs.items()}
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    text = "\n".join(table(results)) + "\n"
    (options.out / "table.md").write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main()
