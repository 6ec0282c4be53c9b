#!/usr/bin/env python3
"""The workloads of agon_bench in eager PyTorch, reported in the same lines.

    pytorch_gan.py [--threads N] [--seconds S] [--memory-format channels_last|contiguous] [--tuned] [workload ...]
"""

import argparse
import statistics
import time

import torch
from torch import nn


def dcgan28_generator():
    return nn.Sequential(
        nn.Linear(100, 7 * 7 * 128, bias=False),
        nn.Unflatten(1, (128, 7, 7)),
        nn.BatchNorm2d(128),
        nn.ReLU(inplace=True),
        nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False),
        nn.BatchNorm2d(64),
        nn.ReLU(inplace=True),
        nn.ConvTranspose2d(64, 1, 4, 2, 1),
        nn.Tanh(),
    )


def dcgan28_discriminator():
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(64, 128, 4, 2, 1, bias=False),
        nn.BatchNorm2d(128),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Flatten(),
        nn.Linear(7 * 7 * 128, 1),
    )


def bce(g, d, real_shape, latent, options):
    """One step of D on real and generated samples, one of G through D; the samples are generated once."""
    g, d = g.to(memory_format=options.memory_format), d.to(memory_format=options.memory_format)
    adam = {"lr": 2e-4, "betas": (0.5, 0.999), "fused": options.tuned or None}
    g_adam, d_adam = torch.optim.Adam(g.parameters(), **adam), torch.optim.Adam(d.parameters(), **adam)
    real = (torch.rand(real_shape) * 2 - 1).contiguous(memory_format=options.memory_format)
    batch = real_shape[0]
    ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
    loss = nn.BCEWithLogitsLoss()

    def iteration():
        fake = g(torch.randn(batch, latent))
        d_adam.zero_grad(set_to_none=True)
        (loss(d(real), ones) + loss(d(fake.detach()), zeros)).backward()
        d_adam.step()

        if options.tuned:
            d.requires_grad_(False)
        g_adam.zero_grad(set_to_none=True)
        loss(d(fake), ones).backward()
        g_adam.step()
        if options.tuned:
            d.requires_grad_(True)

    return iteration


# name: images and GFLOP of matrix products in an iteration, and what makes the iteration
WORKLOADS = {
    "dcgan28_bce": (64, 9.44, lambda options: bce(
        dcgan28_generator(), dcgan28_discriminator(), (64, 1, 28, 28), 100, options)),
}


def median_time(seconds, call):
    """In seconds, over so many seconds (three calls at least), after a warm-up of a tenth of that."""

    def repeat(limit):
        times, start = [], time.perf_counter()
        while len(times) < 3 or time.perf_counter() - start < limit:
            begin = time.perf_counter()
            call()
            times.append(time.perf_counter() - begin)
        return times

    repeat(seconds / 10)
    return statistics.median(repeat(seconds))


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return "unknown processor"


def peak_memory_mib():
    """The most memory that the whole process held until now, counted as agon_bench counts it."""
    with open("/proc/self/status", encoding="utf-8") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--memory-format", choices=["channels_last", "contiguous"], default="channels_last")
    parser.add_argument("--tuned", action="store_true", help="fused Adam, no D weight gradients in G's step")
    parser.add_argument("workloads", metavar="workload", nargs="*", help="default: all")
    options = parser.parse_args()
    for name in options.workloads:
        if name not in WORKLOADS:
            parser.error(f"workload: expected {', '.join(WORKLOADS)}, got {name}")
    layout = options.memory_format + (", tuned" if options.tuned else "")
    options.memory_format = {
        "channels_last": torch.channels_last, "contiguous": torch.contiguous_format}[options.memory_format]
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)

    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    matrix_product = 2e-9 * 1024**3 / median_time(min(options.seconds, 1), lambda: torch.mm(a, b))
    print(f"PyTorch {torch.__version__}, {layout}, {processor()}, {torch.backends.cpu.get_cpu_capability()}, "
          f"threads: {options.threads}, matrix product: {matrix_product:.0f} GFLOP/s", flush=True)
    for name in options.workloads or WORKLOADS:
        images, gflop, prepare = WORKLOADS[name]
        seconds = median_time(options.seconds, prepare(options))
        memory = peak_memory_mib()
        print(f"{name:<14} {1e3 * seconds:8.2f} ms/iter {images / seconds:8.0f} img/s  rss {memory:.0f} MiB  "
              f"{100 * gflop / seconds / matrix_product:.0f} % of the matrix-product rate", flush=True)


if __name__ == "__main__":
    main()
