"""A small StyleGAN2 (Karras et al. 2020) at 64x64x3: mapping network, modulated convolutions, noise, FIR-filtered
resampling, a skip generator and a residual discriminator with minibatch standard deviation."""

import math

import torch
import torch.nn.functional as F
from torch import nn

LATENT = 256
CHANNELS = {4: 256, 8: 256, 16: 128, 32: 64, 64: 32}
SIZES = (8, 16, 32, 64)


def leaky(x):
    return F.leaky_relu(x, 0.2) * math.sqrt(2)


def fir(channels, gain):
    taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
    taps = taps[:, None] * taps[None, :]
    return (gain * taps / taps.sum()).expand(channels, 1, 4, 4).contiguous()


class Fir(nn.Module):
    """`up` or `down` by 2 with the filter [1, 3, 3, 1], or the filter alone after a transposed convolution."""

    def __init__(self, channels, mode):
        super().__init__()
        self.channels, self.mode = channels, mode
        self.register_buffer("taps", fir(channels, 1 if mode in ("down", "blur") else 4))

    def forward(self, x):
        if self.mode == "up":
            return F.conv_transpose2d(x, self.taps, stride=2, padding=1, groups=self.channels)
        if self.mode == "down":
            return F.conv2d(x, self.taps, stride=2, padding=1, groups=self.channels)
        return F.conv2d(x, self.taps, padding=2 if self.mode == "blur" else 1, groups=self.channels)


class Linear(nn.Module):
    """With the equalised learning rate."""

    def __init__(self, size_in, size_out, lr_multiplier=1.0, bias=0.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(size_out, size_in) / lr_multiplier)
        self.bias = nn.Parameter(torch.full((size_out,), float(bias)))
        self.scale, self.lr_multiplier = lr_multiplier / math.sqrt(size_in), lr_multiplier

    def forward(self, x):
        return F.linear(x, self.weight * self.scale, self.bias * self.lr_multiplier)


class Conv(nn.Module):
    def __init__(self, size_in, size_out, kernel, stride=1, padding=0, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(size_out, size_in, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(size_out)) if bias else None
        self.scale = 1 / math.sqrt(size_in * kernel**2)
        self.stride, self.padding = stride, padding

    def forward(self, x):
        return F.conv2d(x, self.weight * self.scale, self.bias, self.stride, self.padding)


class ModulatedConv(nn.Module):
    """The styles scale what goes in and, demodulated, what comes out, so that the batch shares one convolution."""

    def __init__(self, size_in, size_out, kernel, up=False, demodulate=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(size_out, size_in, kernel, kernel))
        self.scale = 1 / math.sqrt(size_in * kernel**2)
        self.style = Linear(LATENT, size_in, bias=1)
        self.demodulate, self.padding = demodulate, kernel // 2
        self.fir = Fir(size_out, "after") if up else None

    def forward(self, x, w):
        style, weight = self.style(w), self.weight * self.scale
        x = x * style[:, :, None, None]
        if self.fir is not None:
            x = self.fir(F.conv_transpose2d(x, weight.transpose(0, 1), stride=2))
        else:
            x = F.conv2d(x, weight, padding=self.padding)
        if self.demodulate:
            energy = style.square() @ weight.square().sum((2, 3)).T
            x = x * torch.rsqrt(energy + 1e-8)[:, :, None, None]
        return x


class StyledConv(nn.Module):
    def __init__(self, size_in, size_out, up=False):
        super().__init__()
        self.conv = ModulatedConv(size_in, size_out, 3, up)
        self.strength = nn.Parameter(torch.zeros(()))
        self.bias = nn.Parameter(torch.zeros(size_out))

    def forward(self, x, w):
        x = self.conv(x, w)
        noise = torch.randn(x.shape[0], 1, x.shape[2], x.shape[3])
        return leaky(x + self.strength * noise + self.bias[:, None, None])


class ToRGB(nn.Module):
    def __init__(self, size_in):
        super().__init__()
        self.conv = ModulatedConv(size_in, 3, 1, demodulate=False)
        self.bias = nn.Parameter(torch.zeros(3))

    def forward(self, x, w):
        return self.conv(x, w) + self.bias[:, None, None]


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.mapping = nn.ModuleList(Linear(LATENT, LATENT, 0.01) for _ in range(4))
        self.start = nn.Parameter(torch.randn(1, CHANNELS[4], 4, 4))
        self.first, self.first_rgb = StyledConv(CHANNELS[4], CHANNELS[4]), ToRGB(CHANNELS[4])
        self.ups = nn.ModuleList(StyledConv(CHANNELS[size // 2], CHANNELS[size], up=True) for size in SIZES)
        self.convs = nn.ModuleList(StyledConv(CHANNELS[size], CHANNELS[size]) for size in SIZES)
        self.rgbs = nn.ModuleList(ToRGB(CHANNELS[size]) for size in SIZES)
        self.rgb_up = Fir(3, "up")

    def forward(self, z):
        w = z * torch.rsqrt(z.square().mean(1, keepdim=True) + 1e-8)
        for layer in self.mapping:
            w = leaky(layer(w))
        x = self.first(self.start.expand(z.shape[0], -1, -1, -1), w)
        rgb = self.first_rgb(x, w)
        for up, conv, to_rgb in zip(self.ups, self.convs, self.rgbs):
            x = conv(up(x, w), w)
            rgb = self.rgb_up(rgb) + to_rgb(x, w)
        return rgb


class Block(nn.Module):
    def __init__(self, size_in, size_out):
        super().__init__()
        self.conv1, self.conv2 = Conv(size_in, size_in, 3, padding=1), Conv(size_in, size_out, 3, stride=2)
        self.blur, self.down = Fir(size_in, "blur"), Fir(size_in, "down")
        self.skip = Conv(size_in, size_out, 1, bias=False)

    def forward(self, x):
        h = leaky(self.conv2(self.blur(leaky(self.conv1(x)))))
        return (h + self.skip(self.down(x))) / math.sqrt(2)


def minibatch_deviation(x, group=4):
    n, _, h, w = x.shape
    grouped = x.reshape(group, n // group, -1)
    deviation = (grouped.var(0, correction=0) + 1e-8).sqrt().mean(1)
    return torch.cat([x, deviation.repeat(group).reshape(n, 1, 1, 1).expand(n, 1, h, w)], 1)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = sorted(SIZES, reverse=True)
        self.from_rgb = Conv(3, CHANNELS[64], 1)
        self.blocks = nn.ModuleList(Block(CHANNELS[size], CHANNELS[size // 2]) for size in sizes)
        self.conv = Conv(CHANNELS[4] + 1, CHANNELS[4], 3, padding=1)
        self.hidden, self.out = Linear(4 * 4 * CHANNELS[4], CHANNELS[4]), Linear(CHANNELS[4], 1)

    def forward(self, x):
        x = leaky(self.from_rgb(x))
        for block in self.blocks:
            x = block(x)
        x = leaky(self.conv(minibatch_deviation(x)))
        return self.out(leaky(self.hidden(x.flatten(1))))
