"""The residual networks of SNGAN (Miyato et al. 2018) at 32x32x3 with 128 channels, and the same with the self-attention
of SAGAN (Zhang et al. 2019) at 16x16."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

CHANNELS = 128


def plain(layer):
    return layer


class Attention(nn.Module):
    def __init__(self, channels, wrap):
        super().__init__()
        self.query = wrap(nn.Conv2d(channels, channels // 8, 1, bias=False))
        self.key = wrap(nn.Conv2d(channels, channels // 8, 1, bias=False))
        self.value = wrap(nn.Conv2d(channels, channels // 2, 1, bias=False))
        self.out = wrap(nn.Conv2d(channels // 2, channels, 1, bias=False))
        self.gain = nn.Parameter(torch.zeros(()))

    def forward(self, x):
        n, _, h, w = x.shape
        query, key, value = (layer(x).flatten(2).transpose(1, 2) for layer in (self.query, self.key, self.value))
        mixed = F.scaled_dot_product_attention(query, key, value, scale=1.0)
        return x + self.gain * self.out(mixed.transpose(1, 2).reshape(n, -1, h, w))


class UpBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(channels), nn.BatchNorm2d(channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.shortcut = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        h = self.conv1(F.interpolate(F.relu(self.norm1(x)), scale_factor=2))
        h = self.conv2(F.relu(self.norm2(h)))
        # A 1x1 convolution and a repetition of pixels commute; this order is the cheaper one.
        return h + F.interpolate(self.shortcut(x), scale_factor=2)


class Generator(nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.project = nn.Linear(128, 4 * 4 * CHANNELS)
        self.blocks = nn.ModuleList(UpBlock(CHANNELS) for _ in range(3))
        self.attention = Attention(CHANNELS, plain) if attention else None
        self.norm, self.out = nn.BatchNorm2d(CHANNELS), nn.Conv2d(CHANNELS, 3, 3, padding=1)

    def forward(self, z):
        h = self.project(z).unflatten(1, (CHANNELS, 4, 4))
        for i, block in enumerate(self.blocks):
            h = block(h)
            if self.attention is not None and i == 1:
                h = self.attention(h)
        return torch.tanh(self.out(F.relu(self.norm(h))))


class DownBlock(nn.Module):
    """`first` takes a picture (no activation before it), `down` halves its size."""

    def __init__(self, channels_in, channels, first=False, down=False):
        super().__init__()
        self.first, self.down = first, down
        self.conv1 = spectral_norm(nn.Conv2d(channels_in, channels, 3, padding=1))
        self.conv2 = spectral_norm(nn.Conv2d(channels, channels, 3, padding=1))
        self.shortcut = spectral_norm(nn.Conv2d(channels_in, channels, 1)) if down else None

    def forward(self, x):
        h = self.conv2(F.relu(self.conv1(x if self.first else F.relu(x))))
        if not self.down:
            return h + x
        return F.avg_pool2d(h, 2) + self.shortcut(F.avg_pool2d(x, 2))


class Discriminator(nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.blocks = nn.ModuleList([
            DownBlock(3, CHANNELS, first=True, down=True),
            DownBlock(CHANNELS, CHANNELS, down=True),
            DownBlock(CHANNELS, CHANNELS),
            DownBlock(CHANNELS, CHANNELS),
        ])
        self.attention = Attention(CHANNELS, spectral_norm) if attention else None
        self.out = spectral_norm(nn.Linear(CHANNELS, 1))

    def forward(self, x):
        for i, block in enumerate(self.blocks):
            x = block(x)
            if self.attention is not None and i == 0:
                x = self.attention(x)
        return self.out(F.relu(x).sum((2, 3)))
