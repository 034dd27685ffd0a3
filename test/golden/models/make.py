"""What PyTorch makes of the networks: networks.json, written by `python make.py`.

Weights and inputs are not stored: both sides compute them from their place in the list of names, see `numbers`.
"""

import json
from collections import OrderedDict

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def numbers(start, count):
    """Numbers between -1 and 1 from the integers start, start + 1, ...: two rounds of a 32-bit integer hash."""
    x = np.arange(start, start + count, dtype=np.uint32)
    for _ in range(2):
        x ^= x >> np.uint32(16)
        x *= np.uint32(0x45D9F3B)
    x ^= x >> np.uint32(16)
    return x.astype(np.float64) / 2**31 - 1


def scaled(name, shape, u):
    if name.endswith("running_var"):
        return 1 + 0.5 * u
    if name in ("cls_token", "pos_embed"):
        return 0.5 * u
    if len(shape) > 1:
        return u * np.sqrt(6 / np.prod(shape[1:]))
    return 1 + 0.2 * u if name.endswith("weight") else 0.1 * u


class Classifier(nn.Module):
    """Two convolutions and three linear layers."""

    def __init__(self, channels, size, padding, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 6, 5, padding=padding)
        self.conv2 = nn.Conv2d(6, 16, 5)
        side = ((size + 2 * padding - 4) // 2 - 4) // 2
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc3(F.relu(self.fc2(x)))


class AlexNet(nn.Module):
    def __init__(self, features, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 96, 11, 4)
        self.conv2 = nn.Conv2d(96, 256, 5, padding=2, groups=2)
        self.conv3 = nn.Conv2d(256, 384, 3, padding=1)
        self.conv4 = nn.Conv2d(384, 384, 3, padding=1, groups=2)
        self.conv5 = nn.Conv2d(384, 256, 3, padding=1, groups=2)
        self.fc6 = nn.Linear(features, 4096)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, classes)

    def forward(self, x):
        def norm(x):
            return F.local_response_norm(x, 5, alpha=5e-4, beta=0.75, k=2)

        x = F.max_pool2d(norm(F.relu(self.conv1(x))), 3, 2)
        x = F.max_pool2d(norm(F.relu(self.conv2(x))), 3, 2)
        x = F.relu(self.conv4(F.relu(self.conv3(x))))
        x = F.max_pool2d(F.relu(self.conv5(x)), 3, 2)
        return self.fc8(F.relu(self.fc7(F.relu(self.fc6(x.flatten(1))))))


class VGG(nn.Module):
    def __init__(self, plan, classes=10):
        super().__init__()
        layers, channels = [], 3
        for step in plan:
            if step == "M":
                layers.append(nn.MaxPool2d(2))
            else:
                layers += [nn.Conv2d(channels, step, 3, padding=1), nn.ReLU()]
                channels = step
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Linear(512, 4096), nn.ReLU(), nn.Dropout(),
            nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(),
            nn.Linear(4096, classes),
        )

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


class Inception(nn.Module):
    def __init__(self, channels, one, reduce3, three, reduce5, five, pool):
        super().__init__()
        self.one = nn.Sequential(OrderedDict(conv=nn.Conv2d(channels, one, 1), a=nn.ReLU()))
        self.three = nn.Sequential(
            OrderedDict(
                reduce=nn.Conv2d(channels, reduce3, 1), a=nn.ReLU(),
                conv=nn.Conv2d(reduce3, three, 3, padding=1), b=nn.ReLU(),
            )
        )
        self.five = nn.Sequential(
            OrderedDict(
                reduce=nn.Conv2d(channels, reduce5, 1), a=nn.ReLU(),
                conv=nn.Conv2d(reduce5, five, 5, padding=2), b=nn.ReLU(),
            )
        )
        self.pool = nn.Sequential(
            OrderedDict(m=nn.MaxPool2d(3, 1, 1), conv=nn.Conv2d(channels, pool, 1), a=nn.ReLU())
        )

    def forward(self, x):
        return torch.cat([self.one(x), self.three(x), self.five(x), self.pool(x)], 1)


class GoogLeNet(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3)
        self.conv2 = nn.Conv2d(64, 64, 1)
        self.conv3 = nn.Conv2d(64, 192, 3, padding=1)
        self.inception3a = Inception(192, 64, 96, 128, 16, 32, 32)
        self.inception3b = Inception(256, 128, 128, 192, 32, 96, 64)
        self.inception4a = Inception(480, 192, 96, 208, 16, 48, 64)
        self.inception4b = Inception(512, 160, 112, 224, 24, 64, 64)
        self.inception4c = Inception(512, 128, 128, 256, 24, 64, 64)
        self.inception4d = Inception(512, 112, 144, 288, 32, 64, 64)
        self.inception4e = Inception(528, 256, 160, 320, 32, 128, 128)
        self.inception5a = Inception(832, 256, 160, 320, 32, 128, 128)
        self.inception5b = Inception(832, 384, 192, 384, 48, 128, 128)
        self.fc = nn.Linear(1024, classes)

    def forward(self, x):
        def pool(x):
            return F.max_pool2d(x, 3, 2, ceil_mode=True)

        def norm(x):
            return F.local_response_norm(x, 5)

        x = norm(pool(F.relu(self.conv1(x))))
        x = pool(norm(F.relu(self.conv3(F.relu(self.conv2(x))))))
        x = pool(self.inception3b(self.inception3a(x)))
        for name in "abcde":
            x = getattr(self, f"inception4{name}")(x)
        x = self.inception5b(self.inception5a(pool(x)))
        return self.fc(x.mean((2, 3)))


class Block(nn.Module):
    """A basic block or a bottleneck of torchvision, or a basic block with the shortcut of akamaster or none."""

    def __init__(self, inner, channels, stride, bottleneck=False, shortcut="B"):
        super().__init__()
        outer = 4 * channels if bottleneck else channels
        sizes = [(1, 1), (3, stride), (1, 1)] if bottleneck else [(3, stride), (3, 1)]
        self.count, before = len(sizes), inner
        for i, (kernel, s) in enumerate(sizes, 1):
            after = outer if i == self.count else channels
            setattr(self, f"conv{i}", nn.Conv2d(before, after, kernel, s, kernel // 2, bias=False))
            setattr(self, f"bn{i}", nn.BatchNorm2d(after))
            before = after
        self.shortcut, self.more = shortcut, outer - inner
        self.stride = stride
        if shortcut == "B" and (stride != 1 or inner != outer):
            self.downsample = nn.Sequential(nn.Conv2d(inner, outer, 1, stride, bias=False), nn.BatchNorm2d(outer))

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            y = F.relu(y) if i < self.count else y
        if self.shortcut == "none":
            return F.relu(y)
        if hasattr(self, "downsample"):
            x = self.downsample(x)
        elif self.stride != 1:
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.more // 2, self.more // 2))
        return F.relu(x + y)


class ResNet(nn.Module):
    def __init__(self, blocks, bottleneck=False, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inner = 64
        for i, count in enumerate(blocks):
            channels, stage = 64 * 2**i, []
            for b in range(count):
                stage.append(Block(inner, channels, 2 if i > 0 and b == 0 else 1, bottleneck))
                inner = 4 * channels if bottleneck else channels
            setattr(self, f"layer{i + 1}", nn.Sequential(*stage))
        self.fc = nn.Linear(inner, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))


class CifarResNet(nn.Module):
    def __init__(self, count, shortcut, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        inner = 16
        for i, channels in enumerate((16, 32, 64)):
            stage = []
            for b in range(count):
                stage.append(Block(inner, channels, 2 if i > 0 and b == 0 else 1, shortcut=shortcut))
                inner = channels
            setattr(self, f"layer{i + 1}", nn.Sequential(*stage))
        self.linear = nn.Linear(64, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.linear(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


class Double(nn.Module):
    def __init__(self, inner, outer, padding):
        super().__init__()
        self.conv1 = nn.Conv2d(inner, outer, 3, padding=padding)
        self.conv2 = nn.Conv2d(outer, outer, 3, padding=padding)

    def forward(self, x):
        return F.relu(self.conv2(F.relu(self.conv1(x))))


class Level(nn.Module):
    def __init__(self, inner, channels, padding, depth):
        super().__init__()
        self.left = Double(inner, channels, padding)
        below = Level if depth > 1 else lambda i, c, p, _: Double(i, c, p)
        self.below = below(channels, 2 * channels, padding, depth - 1)
        self.up = nn.ConvTranspose2d(2 * channels, channels, 2, 2)
        self.right = Double(2 * channels, channels, padding)

    def forward(self, x):
        x = self.left(x)
        y = self.up(self.below(F.max_pool2d(x, 2)))
        a, b = ((x.shape[i] - y.shape[i]) // 2 for i in (2, 3))
        return self.right(torch.cat([x[:, :, a : a + y.shape[2], b : b + y.shape[3]], y], 1))


class UNet(nn.Module):
    def __init__(self, channels, padding, classes=2):
        super().__init__()
        self.level1 = Level(1, channels, padding, 4)
        self.head = nn.Conv2d(channels, classes, 1)

    def forward(self, x):
        return self.head(self.level1(x))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, t, d))


class EncoderBlock(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.Sequential(OrderedDict(fc1=nn.Linear(width, hidden), a=nn.GELU(), fc2=nn.Linear(hidden, width)))

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class ViT(nn.Module):
    def __init__(self, channels, size, patch, width, heads, hidden, depth, classes=10):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, (size // patch) ** 2 + 1, width))
        self.patch_embed = nn.Sequential(OrderedDict(proj=nn.Conv2d(channels, width, patch, patch)))
        self.blocks = nn.Sequential(*(EncoderBlock(width, heads, hidden) for _ in range(depth)))
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = self.patch_embed(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], 1) + self.pos_embed
        return self.head(self.norm(self.blocks(x))[:, 0])


class Softmax(nn.Module):
    def __init__(self, features, classes=10):
        super().__init__()
        self.linear = nn.Linear(features, classes)

    def forward(self, x):
        return self.linear(x.flatten(1))


vgg16 = [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"]
networks = {
    "softmax": (Softmax(3 * 8 * 8), [2, 3, 8, 8]),
    "s1": (Classifier(3, 32, 0), [2, 3, 32, 32]),
    "lenet": (Classifier(1, 28, 2), [2, 1, 28, 28]),
    "alexnet": (AlexNet(256), [1, 3, 67, 67]),
    "vgg16": (VGG(vgg16), [1, 3, 32, 32]),
    "googlenet": (GoogLeNet(), [1, 3, 48, 48]),
    "resnet18": (ResNet([2, 2, 2, 2]), [1, 3, 48, 48]),
    "resnet50": (ResNet([3, 4, 6, 3], True), [1, 3, 32, 32]),
    "resnet20": (CifarResNet(3, "A"), [2, 3, 12, 12]),
    "plain20": (CifarResNet(3, "none"), [1, 3, 12, 12]),
    "unet, valid": (UNet(2, 0), [1, 1, 188, 204]),
    "unet, same": (UNet(4, 1), [2, 1, 16, 32]),
    "vit": (ViT(1, 28, 7, 32, 4, 64, 2), [2, 1, 28, 28]),
}

golden = {}
for title, (network, shape) in networks.items():
    start, state = 0, {}
    for name, tensor in network.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            values = scaled(name, tensor.shape, numbers(start, tensor.numel())).astype(np.float32)
            state[name] = torch.from_numpy(values.reshape(tensor.shape))
            start += tensor.numel()
    x = numbers(start, int(np.prod(shape))).astype(np.float32).reshape(shape)
    network.load_state_dict(state, strict=False)
    with torch.no_grad():
        y = network.double().eval()(torch.from_numpy(x).double())
    golden[title] = {
        "weights": {name: list(tensor.shape) for name, tensor in state.items()},
        "input": shape,
        "output": list(y.shape),
        "values": [float(f"{v:.9g}") for v in y.flatten().tolist()],
    }
    print(title, tuple(y.shape), float(y.abs().mean()), y.flatten()[:4].tolist())

with open("networks.json", "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
