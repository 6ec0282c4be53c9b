#!/usr/bin/env python3
"""The workloads of agon_bench in PyTorch, eager or compiled, reported in the same lines.

    pytorch_gan.py [--threads N] [--seconds S] [--memory-format channels_last|contiguous] [--tuned] [--compile]
                   [workload ...]
"""

import argparse
import statistics
import time

import pytorch_resnet
import pytorch_style
import torch
import torch.nn.functional as F
from torch import nn


class Skipped(Exception):
    """Why a workload cannot run with these options."""


def relu():
    return nn.ReLU(inplace=True)


def leaky_relu():
    return nn.LeakyReLU(0.2, inplace=True)


def toy2d_generator():
    return nn.Sequential(nn.Linear(2, 128), relu(), nn.Linear(128, 128), relu(), nn.Linear(128, 2))


def toy2d_discriminator():
    return nn.Sequential(nn.Linear(2, 128), relu(), nn.Linear(128, 128), relu(), nn.Linear(128, 1))


def mlp_generator():
    layers = [nn.Linear(100, 128), leaky_relu()]
    for size in (128, 256, 512):
        layers += [nn.Linear(size, 2 * size, bias=False), nn.BatchNorm1d(2 * size), leaky_relu()]
    return nn.Sequential(*layers, nn.Linear(1024, 784), nn.Tanh())


def mlp_discriminator():
    return nn.Sequential(
        nn.Linear(784, 512), leaky_relu(), nn.Linear(512, 256), leaky_relu(), nn.Linear(256, 1))


def dcgan28_generator():
    return nn.Sequential(
        nn.Linear(100, 7 * 7 * 128, bias=False),
        nn.Unflatten(1, (128, 7, 7)),
        nn.BatchNorm2d(128),
        relu(),
        nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False),
        nn.BatchNorm2d(64),
        relu(),
        nn.ConvTranspose2d(64, 1, 4, 2, 1),
        nn.Tanh(),
    )


def dcgan28_discriminator():
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1),
        leaky_relu(),
        nn.Conv2d(64, 128, 4, 2, 1, bias=False),
        nn.BatchNorm2d(128),
        leaky_relu(),
        nn.Flatten(),
        nn.Linear(7 * 7 * 128, 1),
    )


def dcgan64_generator():
    layers = [nn.Unflatten(1, (100, 1, 1)), nn.ConvTranspose2d(100, 512, 4, bias=False)]
    layers += [nn.BatchNorm2d(512), relu()]
    for size in (256, 128, 64):
        layers += [nn.ConvTranspose2d(2 * size, size, 4, 2, 1, bias=False), nn.BatchNorm2d(size), relu()]
    return nn.Sequential(*layers, nn.ConvTranspose2d(64, 3, 4, 2, 1, bias=False), nn.Tanh())


def dcgan64_discriminator():
    layers = [nn.Conv2d(3, 64, 4, 2, 1, bias=False), leaky_relu()]
    for size in (64, 128, 256):
        layers += [nn.Conv2d(size, 2 * size, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * size), leaky_relu()]
    return nn.Sequential(*layers, nn.Conv2d(512, 1, 4, bias=False), nn.Flatten())


def prepared(g, d, real_shape, options):
    g, d = g.to(memory_format=options.memory_format), d.to(memory_format=options.memory_format)
    adam = {"lr": 2e-4, "betas": (0.5, 0.999), "fused": options.tuned or None}
    real = torch.rand(real_shape) * 2 - 1
    if real.dim() == 4:
        real = real.contiguous(memory_format=options.memory_format)
    return g, d, torch.optim.Adam(g.parameters(), **adam), torch.optim.Adam(d.parameters(), **adam), real


def compiled(function, options):
    return torch.compile(function) if options.compile else function


def game(d_objective, g_objective):
    """One step of D on real and generated samples, one of G through D; the samples are generated once."""

    def workload(g, d, real_shape, latent, options):
        g, d, g_adam, d_adam, real = prepared(g, d, real_shape, options)
        batch = real_shape[0]
        made = compiled(lambda: g(torch.randn(batch, latent)), options)
        d_loss = compiled(lambda fake: d_objective(d(real), d(fake)), options)
        g_loss = compiled(lambda fake: g_objective(d(fake)), options)

        def iteration():
            fake = made()
            d_adam.zero_grad(set_to_none=True)
            d_loss(fake.detach()).backward()
            d_adam.step()
            generator_step(d, g_adam, lambda: g_loss(fake), options)

        return iteration

    return workload


def generator_step(d, g_adam, loss, options):
    if options.tuned:
        d.requires_grad_(False)
    g_adam.zero_grad(set_to_none=True)
    loss().backward()
    g_adam.step()
    if options.tuned:
        d.requires_grad_(True)


def bce_discriminator(real, fake):
    loss = F.binary_cross_entropy_with_logits
    return loss(real, torch.ones_like(real)) + loss(fake, torch.zeros_like(fake))


def bce_generator(fake):
    return F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))


bce = game(bce_discriminator, bce_generator)
hinge = game(lambda real, fake: F.relu(1 - real).mean() + F.relu(1 + fake).mean(), lambda fake: -fake.mean())


def style(g, d, real_shape, latent, options):
    """A cycle of 16 steps of the non-saturating game, the first with R1, weight 10, made up for the other 15."""
    g, d, g_adam, d_adam, real = prepared(g, d, real_shape, options)
    batch, lazy = real_shape[0], 16
    made = compiled(lambda: g(torch.randn(batch, latent)), options)
    d_loss = compiled(lambda fake: F.softplus(-d(real)).mean() + F.softplus(d(fake)).mean(), options)
    g_loss = compiled(lambda fake: F.softplus(-d(fake)).mean(), options)

    def r1():
        x = real.detach().requires_grad_()
        g_x = torch.autograd.grad(d(x).sum(), x, create_graph=True)[0]
        return lazy * 10 / 2 * g_x.square().sum((1, 2, 3)).mean()

    def iteration():
        for step in range(lazy):
            fake = made()
            d_adam.zero_grad(set_to_none=True)
            d_loss(fake.detach()).backward()
            if step == 0:
                r1().backward()
            d_adam.step()
            generator_step(d, g_adam, lambda: g_loss(fake), options)

    return iteration


def gp(g, d, real_shape, latent, options):
    """WGAN-GP, weight 10: one step of the critic on samples made without a graph, one of G on fresh latents."""
    if options.compile:
        raise Skipped("torch.compile has no second derivative, which the gradient penalty needs")
    g, d, g_adam, d_adam, real = prepared(g, d, real_shape, options)
    batch = real_shape[0]

    def iteration():
        with torch.no_grad():
            fake = g(torch.randn(batch, latent))
        xhat = torch.lerp(real, fake, torch.rand([batch] + [1] * (real.dim() - 1))).requires_grad_()
        g_x = torch.autograd.grad(d(xhat).sum(), xhat, create_graph=True)[0]
        penalty = (g_x.flatten(1).norm(dim=1) - 1).square().mean()
        d_adam.zero_grad(set_to_none=True)
        (d(fake).mean() - d(real).mean() + 10 * penalty).backward()
        d_adam.step()

        generator_step(d, g_adam, lambda: -d(g(torch.randn(batch, latent))).mean(), options)

    return iteration


def generation(g, count, latent, options):
    """Samples in inference mode."""
    g, z = g.to(memory_format=options.memory_format).eval(), torch.randn(count, latent)
    made = compiled(lambda: g(z), options)

    def iteration():
        with torch.inference_mode():
            made()

    return iteration


NETWORKS = {  # generator, discriminator, shape of the real batch, latents
    "toy2d": (toy2d_generator, toy2d_discriminator, (256, 2), 2),
    "mlp": (mlp_generator, mlp_discriminator, (64, 784), 100),
    "dcgan28": (dcgan28_generator, dcgan28_discriminator, (64, 1, 28, 28), 100),
    "dcgan64": (dcgan64_generator, dcgan64_discriminator, (64, 3, 64, 64), 100),
    "resnet32": (lambda: pytorch_resnet.Generator(False), lambda: pytorch_resnet.Discriminator(False),
                 (64, 3, 32, 32), 128),
    "sagan32": (lambda: pytorch_resnet.Generator(True), lambda: pytorch_resnet.Discriminator(True),
                (64, 3, 32, 32), 128),
    "style64": (pytorch_style.Generator, pytorch_style.Discriminator, (16, 3, 64, 64), pytorch_style.LATENT),
}


def trained(network, step):
    g, d, shape, latent = NETWORKS[network]
    return lambda options: step(g(), d(), shape, latent, options)


def generated(network, count):
    g, _, _, latent = NETWORKS[network]
    return lambda options: generation(g(), count, latent, options)


# name: images and GFLOP of matrix products in an iteration, and what makes the iteration
WORKLOADS = {
    "toy2d_bce": (256, 0.094, trained("toy2d", bce)),
    "toy2d_gp": (256, 0.146, trained("toy2d", gp)),
    "mlp_bce": (64, 1.02, trained("mlp", bce)),
    "mlp_gp": (64, 1.55, trained("mlp", gp)),
    "dcgan28_bce": (64, 9.44, trained("dcgan28", bce)),
    "dcgan28_gp": (64, 14.6, trained("dcgan28", gp)),
    "dcgan64_bce": (64, 145.6, trained("dcgan64", bce)),
    "dcgan64_gp": (64, 225, trained("dcgan64", gp)),
    "resnet32_hinge": (64, 430, trained("resnet32", hinge)),
    "sagan32_hinge": (64, 446, trained("sagan32", hinge)),
    "style64_ns": (256, 1359, trained("style64", style)),
    "mlp_gen1": (1, 0.003, generated("mlp", 1)),
    "dcgan28_gen1": (1, 0.0145, generated("dcgan28", 1)),
    "dcgan28_gen64": (64, 0.93, generated("dcgan28", 64)),
    "dcgan64_gen1": (1, 0.21, generated("dcgan64", 1)),
    "dcgan64_gen64": (64, 13.4, generated("dcgan64", 64)),
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
    parser.add_argument("--compile", action="store_true",
                        help="generation and losses by torch.compile; leaves out the workloads _gp, for it has no "
                             "second derivative")
    parser.add_argument("workloads", metavar="workload", nargs="*", help="default: all")
    options = parser.parse_args()
    if options.threads < 1:
        parser.error(f"--threads: expected a number >= 1, got {options.threads}")
    for name in options.workloads:
        if name not in WORKLOADS:
            parser.error(f"workload: expected {', '.join(WORKLOADS)}, got {name}")
    layout = options.memory_format + (", tuned" if options.tuned else "") + (", compiled" if options.compile else "")
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
        try:
            iteration = prepare(options)
        except Skipped as reason:
            print(f"{name:<14} skipped: {reason}", flush=True)
            continue
        seconds = median_time(options.seconds, iteration)
        memory = peak_memory_mib()
        print(f"{name:<14} {1e3 * seconds:8.3f} ms/iter {images / seconds:8.0f} img/s  rss {memory:.0f} MiB  "
              f"{100 * gflop / seconds / matrix_product:.0f} % of the matrix-product rate", flush=True)


if __name__ == "__main__":
    main()
