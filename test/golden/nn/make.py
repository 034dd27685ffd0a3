"""Golden values of the layers and losses, from PyTorch in float64. Run: python3 make.py

For each case: an input with a batch of 2, the parameters, the output, and the gradients of sum(output * cotangent).
"""

import json
import torch
from torch import nn

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
cases = {}


def listed(t):
    return [float(f"{v:.15g}") for v in t.detach().flatten().tolist()]


def array(t):
    return {"shape": list(t.shape), "data": listed(t)}


def nest(named):
    tree = {}
    for name, tensor in named:
        *path, last = name.split(".")
        at = tree
        for part in path:
            at = at.setdefault(part, {})
        at[last] = array(tensor)
    return tree


def case(name, module, *shape, rename=lambda name: name, function=None):
    x = torch.randn(2, *shape, requires_grad=True)
    for p in module.parameters():
        nn.init.normal_(p, 0, 0.5)
    y = (function or module)(x)
    g = torch.randn_like(y)
    (y * g).sum().backward()
    named = [(rename(n), p) for n, p in module.named_parameters()]
    cases[name] = {
        "input": array(x),
        "params": nest(named),
        "output": array(y),
        "cotangent": array(g),
        "inputGradient": array(x.grad),
        "gradients": nest([(n, p.grad) for n, p in named]),
    }


case("conv2d", nn.Conv2d(3, 4, 3), 3, 6, 7)
case("conv2d strided", nn.Conv2d(2, 3, (3, 2), stride=(2, 3), padding=(1, 2)), 2, 7, 8)
case("conv2d dilated, in groups, without bias", nn.Conv2d(4, 6, 3, dilation=2, groups=2, padding=1, bias=False), 4, 7, 6)
case("conv1d", nn.Conv1d(3, 2, 3, stride=2, padding=1), 3, 9)
case("conv3d", nn.Conv3d(2, 3, 2), 2, 3, 4, 3)
case("convTranspose2d", nn.ConvTranspose2d(3, 2, 2, stride=2), 3, 4, 3)
case("convTranspose2d in groups", nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, dilation=1), 4, 3, 4)
case("linear", nn.Linear(5, 4), 5)
case("linear of rows, without bias", nn.Linear(5, 4, bias=False), 3, 5)
case("maxPool2d", nn.MaxPool2d(3, stride=2, ceil_mode=True), 2, 6, 7)
case("avgPool2d", nn.AvgPool2d(3, stride=2, padding=1), 2, 6, 7)
case("globalAvgPool", nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), 3, 4, 5)
case("leakyRelu", nn.LeakyReLU(0.1), 7)
case("elu", nn.ELU(0.7), 7)
case("gelu", nn.GELU(), 7)
case("sigmoid", nn.Sigmoid(), 7)
case("softmax", nn.Softmax(1), 3, 4)
case("layerNorm", nn.LayerNorm(6), 3, 6)
case("localResponseNorm", nn.LocalResponseNorm(4, alpha=0.5, beta=0.75, k=2), 6, 3, 2)
case("batchNorm", nn.BatchNorm2d(3), 3, 4, 2)
case("batchNorm of features", nn.BatchNorm1d(5), 5)

attention = nn.MultiheadAttention(6, 2, batch_first=True)
names = {"in_proj_weight": "qkv.weight", "in_proj_bias": "qkv.bias", "out_proj.weight": "out.weight", "out_proj.bias": "out.bias"}
case("multiHeadAttention", attention, 4, 6, rename=names.get, function=lambda x: attention(x, x, x)[0])


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(4)
        self.proj = nn.Conv2d(2, 4, 1, stride=2, bias=False)

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + self.proj(x))


case("residual block", Residual(), 2, 6, 6)

# Running statistics over two batches in training, then use.
norm = nn.BatchNorm2d(3, momentum=0.3, eps=1e-3)
nn.init.normal_(norm.weight)
nn.init.normal_(norm.bias)
first, second = torch.randn(4, 3, 2, 5) * 3 + 1, torch.randn(2, 3, 2, 5)
y1, y2 = norm(first), norm(second)
norm.eval()
statistics = {
    "params": {"weight": array(norm.weight), "bias": array(norm.bias)},
    "batches": [array(first), array(second)],
    "outputs": [array(y1), array(y2)],
    "mean": array(norm.running_mean),
    "variance": array(norm.running_var),
    "evaluated": array(norm(second)),
}

# Losses.
logits = torch.randn(2, 3, 5) * 4
logits.requires_grad_()
labels = torch.randint(0, 5, (2, 3))
loss = nn.functional.cross_entropy(logits.reshape(6, 5), labels.reshape(6))
loss.backward()
y, t = torch.randn(3, 2, requires_grad=True), torch.randn(3, 2)
squared = nn.functional.mse_loss(y, t)
squared.backward()
losses = {
    "softmaxCrossEntropy": {
        "logits": array(logits),
        "labels": {"shape": [2, 3], "data": labels.flatten().tolist()},
        "loss": loss.item(),
        "gradient": array(logits.grad),
        "each": array(nn.functional.cross_entropy(logits.reshape(6, 5), labels.reshape(6), reduction="none").reshape(2, 3)),
    },
    "meanSquaredError": {"predictions": array(y), "targets": array(t), "loss": squared.item(), "gradient": array(y.grad)},
}

with open("layers.json", "w") as file:
    json.dump({"cases": cases, "statistics": statistics, "losses": losses}, file)
