#!/usr/bin/env python3
"""The workloads of agon_bench in JAX on the processor, each iteration one jit, reported in the same lines.

    jax_gan.py [--threads N] [--seconds S] [workload ...]
"""

import argparse
import math
import os
import statistics
import time

import jax
import jax.numpy as jnp
from jax import lax

# A layer is (start, apply): start(key) -> parameters, running statistics; apply(parameters, statistics, x, training)
# -> y, the statistics after it. Pictures are [N, H, W, C].


def stateless(function):
    return lambda key: ({}, {}), lambda p, s, x, training: (function(x), s)


def relu():
    return stateless(lambda x: jnp.maximum(x, 0))


def leaky_relu():
    return stateless(lambda x: jnp.where(x > 0, x, 0.2 * x))


def tanh():
    return stateless(jnp.tanh)


def reshape(*shape):
    return stateless(lambda x: x.reshape(len(x), *shape))


def weighted(shape, fan_in, bias, product):
    """A layer y = product(x, weight) + bias."""

    def start(key):
        weight = jax.random.uniform(key, shape, minval=-1, maxval=1) / math.sqrt(fan_in)
        return {"weight": weight, **({"bias": jnp.zeros(shape[-1])} if bias else {})}, {}

    def apply(p, s, x, training):
        y = product(x, p["weight"])
        return (y + p["bias"] if bias else y), s

    return start, apply


def linear(inputs, outputs, bias=True):
    return weighted((inputs, outputs), inputs, bias, jnp.matmul)


def conv(inputs, outputs, stride, padding, bias=False):
    def product(x, weight):
        return lax.conv_general_dilated(
            x, weight, (stride, stride), [(padding, padding)] * 2, dimension_numbers=("NHWC", "HWIO", "NHWC"))

    return weighted((4, 4, inputs, outputs), 16 * inputs, bias, product)


def conv_transpose(inputs, outputs, stride, padding, bias=False):
    cut = 4 - 1 - padding  # lax counts what it pads the spread input by, PyTorch what it cuts off the whole output

    def product(x, weight):
        return lax.conv_transpose(
            x, weight, (stride, stride), [(cut, cut)] * 2, dimension_numbers=("NHWC", "HWIO", "NHWC"))

    return weighted((4, 4, inputs, outputs), 16 * inputs / stride**2, bias, product)


def batch_norm(channels):
    def start(key):
        return ({"scale": jnp.ones(channels), "shift": jnp.zeros(channels)},
                {"mean": jnp.zeros(channels), "variance": jnp.ones(channels)})

    def apply(p, s, x, training):
        mean, variance = s["mean"], s["variance"]
        if training:
            axes = tuple(range(x.ndim - 1))
            count = x.size // channels
            mean, variance = x.mean(axes), x.var(axes)
            s = {"mean": 0.9 * s["mean"] + 0.1 * mean,
                 "variance": 0.9 * s["variance"] + 0.1 * variance * (count / (count - 1))}
        return (x - mean) * lax.rsqrt(variance + 1e-5) * p["scale"] + p["shift"], s

    return start, apply


def sequential(*layers):
    def start(key):
        started = [layer_start(k) for (layer_start, _), k in zip(layers, jax.random.split(key, len(layers)))]
        return [p for p, _ in started], [s for _, s in started]

    def apply(parameters, running, x, training=True):
        after = []
        for (_, layer), p, s in zip(layers, parameters, running):
            x, s = layer(p, s, x, training)
            after.append(s)
        return x, after

    return start, apply


def toy2d_generator():
    return sequential(linear(2, 128), relu(), linear(128, 128), relu(), linear(128, 2))


def toy2d_discriminator():
    return sequential(linear(2, 128), relu(), linear(128, 128), relu(), linear(128, 1))


def mlp_generator():
    layers = [linear(100, 128), leaky_relu()]
    for size in (128, 256, 512):
        layers += [linear(size, 2 * size, bias=False), batch_norm(2 * size), leaky_relu()]
    return sequential(*layers, linear(1024, 784), tanh())


def mlp_discriminator():
    return sequential(linear(784, 512), leaky_relu(), linear(512, 256), leaky_relu(), linear(256, 1))


def dcgan28_generator():
    return sequential(
        linear(100, 7 * 7 * 128, bias=False),
        reshape(7, 7, 128),
        batch_norm(128),
        relu(),
        conv_transpose(128, 64, 2, 1),
        batch_norm(64),
        relu(),
        conv_transpose(64, 1, 2, 1, bias=True),
        tanh(),
    )


def dcgan28_discriminator():
    return sequential(
        conv(1, 64, 2, 1, bias=True),
        leaky_relu(),
        conv(64, 128, 2, 1),
        batch_norm(128),
        leaky_relu(),
        reshape(7 * 7 * 128),
        linear(7 * 7 * 128, 1),
    )


def dcgan64_generator():
    layers = [reshape(1, 1, 100), conv_transpose(100, 512, 1, 0), batch_norm(512), relu()]
    for size in (256, 128, 64):
        layers += [conv_transpose(2 * size, size, 2, 1), batch_norm(size), relu()]
    return sequential(*layers, conv_transpose(64, 3, 2, 1), tanh())


def dcgan64_discriminator():
    layers = [conv(3, 64, 2, 1), leaky_relu()]
    for size in (64, 128, 256):
        layers += [conv(size, 2 * size, 2, 1), batch_norm(2 * size), leaky_relu()]
    return sequential(*layers, conv(512, 1, 1, 0), reshape(1))


def player(start, key):
    """What a network and its Adam keep between iterations."""
    parameters, running = start(key)
    return {"parameters": parameters, "running": running, "step": jnp.zeros((), jnp.int32),
            "m": jax.tree.map(jnp.zeros_like, parameters), "v": jax.tree.map(jnp.zeros_like, parameters)}


def adam(moved, gradients, running, lr=2e-4, beta1=0.5, beta2=0.999, eps=1e-8):
    step = moved["step"] + 1
    m = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, moved["m"], gradients)
    v = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, moved["v"], gradients)
    rate, root = lr / (1 - beta1**step), 1 / jnp.sqrt(1 - beta2**step)
    parameters = jax.tree.map(
        lambda p, m, v: p - rate * m / (jnp.sqrt(v) * root + eps), moved["parameters"], m, v)
    return {"parameters": parameters, "running": running, "step": step, "m": m, "v": v}


def bce(g_apply, d_apply):
    """One step of D on real and generated samples, one of G through D; the samples are generated once."""

    def draw(key, batch, latent, rank):
        return (jax.random.normal(key, (batch, latent)),)

    def step(g, d, real, z):
        fake, to_parameters, g_running = jax.vjp(
            lambda parameters: g_apply(parameters, g["running"], z), g["parameters"], has_aux=True)

        def d_loss(parameters):
            on_real, running = d_apply(parameters, d["running"], real)
            on_fake, running = d_apply(parameters, running, fake)
            return jnp.logaddexp(-on_real, 0).mean() + jnp.logaddexp(on_fake, 0).mean(), running

        d = adam(d, *jax.grad(d_loss, has_aux=True)(d["parameters"]))

        def g_loss(fake):
            on_fake, running = d_apply(d["parameters"], d["running"], fake)
            return jnp.logaddexp(-on_fake, 0).mean(), running

        to_fake, d_running = jax.grad(g_loss, has_aux=True)(fake)
        return adam(g, *to_parameters(to_fake), g_running), {**d, "running": d_running}

    return draw, step


def gp(g_apply, d_apply):
    """WGAN-GP, weight 10: one step of the critic on samples made without a graph, one of G on fresh latents."""

    def draw(key, batch, latent, rank):
        keys = jax.random.split(key, 3)
        return (jax.random.normal(keys[0], (batch, latent)), jax.random.normal(keys[1], (batch, latent)),
                jax.random.uniform(keys[2], [batch] + [1] * (rank - 1)))

    def step(g, d, real, z, fresh, between):
        fake, g_running = g_apply(g["parameters"], g["running"], z)
        xhat = real + between * (fake - real)

        def d_loss(parameters):
            def total(x):
                out, running = d_apply(parameters, d["running"], x)
                return out.sum(), running

            g_x, running = jax.grad(total, has_aux=True)(xhat)
            norms = jnp.sqrt(jnp.square(g_x.reshape(len(g_x), -1)).sum(1))
            on_fake, running = d_apply(parameters, running, fake)
            on_real, running = d_apply(parameters, running, real)
            return on_fake.mean() - on_real.mean() + 10 * jnp.square(norms - 1).mean(), running

        d = adam(d, *jax.grad(d_loss, has_aux=True)(d["parameters"]))

        def g_loss(parameters):
            fake, running = g_apply(parameters, g_running, fresh)
            on_fake, d_running = d_apply(d["parameters"], d["running"], fake)
            return -on_fake.mean(), (running, d_running)

        gradients, (g_running, d_running) = jax.grad(g_loss, has_aux=True)(g["parameters"])
        return adam(g, gradients, g_running), {**d, "running": d_running}

    return draw, step


NETWORKS = {  # generator, discriminator, shape of the real batch, latents
    "toy2d": (toy2d_generator, toy2d_discriminator, (256, 2), 2),
    "mlp": (mlp_generator, mlp_discriminator, (64, 784), 100),
    "dcgan28": (dcgan28_generator, dcgan28_discriminator, (64, 28, 28, 1), 100),
    "dcgan64": (dcgan64_generator, dcgan64_discriminator, (64, 64, 64, 3), 100),
}


def trained(network, objective):
    generator, discriminator, shape, latent = NETWORKS[network]

    def prepare():
        (g_start, g_apply), (d_start, d_apply) = generator(), discriminator()
        draw, step = objective(g_apply, d_apply)
        keys = jax.random.split(jax.random.key(1), 4)
        real = jax.random.uniform(keys[0], shape, minval=-1, maxval=1)

        def whole(state, real):
            g, d, key = state
            key, now = jax.random.split(key)
            return *step(g, d, real, *draw(now, shape[0], latent, len(shape))), key

        whole = jax.jit(whole, donate_argnums=0)
        state = [player(g_start, keys[1]), player(d_start, keys[2]), keys[3]]

        def iteration():
            state[:] = jax.block_until_ready(whole(tuple(state), real))

        return iteration

    return prepare


def generated(network, count):
    """Samples in inference mode."""
    generator, _, _, latent = NETWORKS[network]

    def prepare():
        start, apply = generator()
        parameters, running = start(jax.random.key(1))
        z = jax.random.normal(jax.random.key(2), (count, latent))
        made = jax.jit(lambda parameters, running, z: apply(parameters, running, z, training=False)[0])
        return lambda: made(parameters, running, z).block_until_ready()

    return prepare


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
    cpus = sorted(os.sched_getaffinity(0))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=len(cpus))
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("workloads", metavar="workload", nargs="*", help="default: all")
    options = parser.parse_args()
    if not 1 <= options.threads <= len(cpus):
        parser.error(f"--threads: expected 1 to {len(cpus)}, one for each processor, got {options.threads}")
    for name in options.workloads:
        if name not in WORKLOADS:
            parser.error(f"workload: expected {', '.join(WORKLOADS)}, got {name}")
    # XLA has no option for it: its pools, made when it first computes, have a thread for each processor allowed.
    os.sched_setaffinity(0, cpus[:options.threads])
    jax.config.update("jax_platforms", "cpu")

    a, b = (jax.random.normal(key, (1024, 1024)) for key in jax.random.split(jax.random.key(0)))
    product = jax.jit(jnp.matmul)
    matrix_product = 2e-9 * 1024**3 / median_time(
        min(options.seconds, 1), lambda: product(a, b).block_until_ready())
    print(f"JAX {jax.__version__}, {processor()}, threads: {options.threads}, "
          f"matrix product: {matrix_product:.0f} GFLOP/s", flush=True)
    for name in options.workloads or WORKLOADS:
        images, gflop, prepare = WORKLOADS[name]
        seconds = median_time(options.seconds, prepare())
        memory = peak_memory_mib()
        print(f"{name:<14} {1e3 * seconds:8.3f} ms/iter {images / seconds:8.0f} img/s  rss {memory:.0f} MiB  "
              f"{100 * gflop / seconds / matrix_product:.0f} % of the matrix-product rate", flush=True)


if __name__ == "__main__":
    main()
