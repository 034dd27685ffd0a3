"""Golden values of the spatial layers, from PyTorch in float64. Run: python3 spatial.py

For each case: an input with a batch of 2, the parameters, the output, and the gradients of sum(output * cotangent).
"""

import json
import zlib
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
cases = {}


def array(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.12g}") for v in t.detach().flatten().tolist()]}


def rounded(t):
    """The number that the file holds, so that both sides compute from the same."""
    return torch.tensor([float(f"{v:.12g}") for v in t.flatten().tolist()]).reshape(t.shape)


def nest(named):
    tree = {}
    for name, tensor in named:
        *path, last = name.split(".")
        at = tree
        for part in path:
            at = at.setdefault(part, {})
        at[last] = array(tensor)
    return tree


def case(name, module, *shape, of=lambda x: x):
    torch.manual_seed(zlib.crc32(name.encode()))
    x = rounded(of(torch.randn(2, *shape))).requires_grad_()
    named = list(module.named_parameters()) if isinstance(module, nn.Module) else []
    for _, p in named:
        p.data = rounded(0.5 * torch.randn_like(p))
    y = module(x)
    g = rounded(torch.randn_like(y))
    (y * g).sum().backward()
    cases[name] = {
        "input": array(x),
        "params": nest(named),
        "output": array(y),
        "cotangent": array(g),
        "inputGradient": array(x.grad),
        "gradients": nest([(n, p.grad) for n, p in named]),
    }


# Transposed convolution.
case("convTranspose1d", nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), 4, 4)
case("convTranspose1d dilated, without bias", nn.ConvTranspose1d(2, 3, 2, dilation=3, padding=1, bias=False), 2, 4)
case("convTranspose2d of every option", nn.ConvTranspose2d(4, 2, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2), dilation=(1, 2), groups=2), 4, 3, 2)
case("convTranspose3d", nn.ConvTranspose3d(2, 2, 2, stride=(1, 2, 2), padding=(0, 1, 0), output_padding=(0, 1, 0)), 2, 2, 2, 2)

# Depthwise, separable and locally connected convolution.
case("depthwiseConv1d", nn.Conv1d(3, 6, 3, stride=2, padding=1, groups=3), 3, 6)
case("depthwiseConv2d", nn.Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2), 2, 5, 4)
case("depthwiseConv3d, without bias", nn.Conv3d(2, 2, 2, groups=2, bias=False), 2, 2, 3, 3)


class Separable(nn.Module):
    def __init__(self):
        super().__init__()
        self.depthwise = nn.Conv2d(2, 4, 3, padding=1, groups=2, bias=False)
        self.pointwise = nn.Conv2d(4, 3, 1)

    def forward(self, x):
        return self.pointwise(self.depthwise(x))


case("separableConv2d", Separable(), 2, 4, 3)


class LocallyConnected(nn.Module):
    """PyTorch has no such layer; this one is its unfold (im2col) and a product for each position."""

    def __init__(self, out, channels, kernel, positions, **window):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out, channels, *kernel, *positions))
        self.bias = nn.Parameter(torch.empty(out, *positions))
        self.kernel, self.window = kernel, window

    def forward(self, x):
        if x.dim() == 3:
            x, kernel, window = x[:, :, None], (1, *self.kernel), {k: (0 if k == "padding" else 1, v) for k, v in self.window.items()}
        else:
            kernel, window = self.kernel, self.window
        columns = F.unfold(x, kernel, **window)
        weight = self.weight.flatten(1, 1 + len(self.kernel)).flatten(2)
        return torch.einsum("nkp,okp->nop", columns, weight).reshape(-1, *self.bias.shape) + self.bias


case("locallyConnected1d", LocallyConnected(2, 2, (3,), (3,), stride=2, padding=1), 2, 5)
case("locallyConnected2d", LocallyConnected(2, 2, (2, 3), (2, 2), stride=(2, 1), padding=(0, 1), dilation=(1, 2)), 2, 5, 4)

# Upsampling.
case("upsample in one dimension", nn.Upsample(scale_factor=3), 2, 3)
case("upsample", nn.Upsample(scale_factor=(2, 3)), 2, 3, 2)
case("upsample in three dimensions", nn.Upsample(scale_factor=2), 1, 2, 1, 2)
case("interpolate in one dimension", nn.Upsample(scale_factor=3, mode="linear"), 2, 4)
case("interpolate", nn.Upsample(scale_factor=(2, 3), mode="bilinear"), 2, 3, 4)
case("interpolate in three dimensions", nn.Upsample(scale_factor=2, mode="trilinear"), 1, 2, 3, 2)
case("resize", nn.Upsample(size=(5, 3), mode="bilinear"), 2, 4, 4)
case("resize, bicubic", nn.Upsample(size=(5, 3), mode="bicubic"), 1, 4, 4)
case("resize, antialiased", lambda x: F.interpolate(x, size=(2, 3), mode="bilinear", antialias=True), 1, 5, 6)
case("resize, nearest", nn.Upsample(size=(5, 3), mode="nearest-exact"), 1, 4, 4)
case("pixelShuffle", nn.PixelShuffle(2), 8, 2, 3)
case("pixelUnshuffle", nn.PixelUnshuffle(2), 2, 4, 6)


# Max-unpooling around a convolution.
class Unpooled(nn.Module):
    def __init__(self, pool, conv, unpool):
        super().__init__()
        self.conv = conv
        self.pool, self.unpool = pool, unpool

    def forward(self, x):
        y, places = self.pool(x)
        return self.unpool(self.conv(y), places, output_size=x.shape)


case("maxUnpooled1d", Unpooled(nn.MaxPool1d(2, return_indices=True), nn.Conv1d(2, 2, 1), nn.MaxUnpool1d(2)), 2, 5)
case("maxUnpooled2d", Unpooled(nn.MaxPool2d(2, return_indices=True), nn.Conv2d(2, 2, 3, padding=1), nn.MaxUnpool2d(2)), 2, 4, 5)
case("maxUnpooled2d with a stride", Unpooled(nn.MaxPool2d(2, stride=3, padding=1, return_indices=True), nn.Conv2d(1, 1, 1), nn.MaxUnpool2d(2, stride=3, padding=1)), 1, 5, 7)
case("maxUnpooled3d", Unpooled(nn.MaxPool3d(2, return_indices=True), nn.Conv3d(1, 1, 1), nn.MaxUnpool3d(2)), 1, 2, 4, 3)
# Pooling.
case("maxPool3d", nn.MaxPool3d(2, stride=1, padding=(1, 0, 1)), 1, 2, 3, 2)
case("avgPool3d", nn.AvgPool3d((1, 2, 2)), 1, 2, 4, 3)
case("avgPool1d without padding", nn.AvgPool1d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), 2, 6)
case("avgPool2d without padding", nn.AvgPool2d((3, 2), stride=(2, 1), padding=1, count_include_pad=False), 2, 4, 3)
case("lpPool1d", nn.LPPool1d(3, 2), 2, 7, of=torch.abs)
case("lpPool2d", nn.LPPool2d(2, 2, stride=1), 1, 4, 3)
case("lpPool3d", nn.LPPool3d(2, 2), 1, 2, 4, 2)
case("adaptiveAvgPool1d", nn.AdaptiveAvgPool1d(3), 2, 7)
case("adaptiveAvgPool2d", nn.AdaptiveAvgPool2d((3, 5)), 2, 6, 4)
case("adaptiveAvgPool3d", nn.AdaptiveAvgPool3d(2), 1, 3, 4, 5)
case("adaptiveMaxPool1d", nn.AdaptiveMaxPool1d(3), 2, 7)
case("adaptiveMaxPool2d", nn.AdaptiveMaxPool2d((3, 5)), 2, 6, 4)
case("adaptiveMaxPool2d of ties", nn.AdaptiveMaxPool2d((2, 3)), 1, 5, 5, of=torch.round)
case("adaptiveMaxPool3d", nn.AdaptiveMaxPool3d(2), 1, 3, 4, 5)
case("globalMaxPool", nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten()), 3, 3, 4)
case("globalLpPool", nn.Sequential(nn.LPPool2d(3, (3, 4)), nn.Flatten()), 3, 3, 4, of=torch.abs)

# Margins.
case("pad", nn.ZeroPad2d((1, 0, 2, 1)), 1, 3, 2)
case("pad, mirrored", nn.ReflectionPad2d((2, 1, 1, 0)), 1, 3, 4)
case("pad, replicated", nn.ReplicationPad3d(1), 1, 2, 2, 1)
case("pad, wrapped", nn.CircularPad1d((2, 1)), 2, 3)
case("crop", nn.ZeroPad2d((-1, 0, -2, -1)), 2, 5, 4)
case("convolution with a mirrored margin", nn.Sequential(OrderedDict(conv=nn.Conv2d(2, 2, 3, padding=1, padding_mode="reflect"))), 2, 4, 3)


# Squeeze and excitation.
class SqueezeExcite(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(4, 2), nn.Linear(2, 4)

    def forward(self, x):
        gate = torch.sigmoid(self.fc2(torch.relu(self.fc1(x.mean((2, 3))))))
        return x * gate[:, :, None, None]


case("squeezeExcite", SqueezeExcite(), 4, 2, 3)

with open("spatial.json", "w") as file:
    json.dump(cases, file)
