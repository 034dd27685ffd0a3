"""Golden values of the activations, from PyTorch in float64. Run: python3 activation.py

Each at chosen points, the corners and the far ends among them, with its derivative; and the layers with parameters as in make.py.
"""

import json
import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)

points = [-1000, -40, -10, -6, -3.5, -3, -1.5, -1, -0.5, -1e-8, 0, 1e-8, 0.5, 1, 1.5, 2, 3, 3.5, 6, 10, 40, 1000]


def listed(t):
    return [float(f"{v:.17g}") for v in t.detach().flatten().tolist()]


def array(t):
    return {"shape": list(t.shape), "data": listed(t)}


functions = {
    "relu": F.relu,
    "leakyRelu": F.leaky_relu,
    "elu": F.elu,
    # by hand, as hardSigmoid below: F.celu and F.hardsigmoid compute with 1/0.7 and 1/6 rounded to float32
    "celu": lambda x: torch.where(x > 0, x, 0.7 * torch.expm1(x.clamp(max=0) / 0.7)),
    "selu": F.selu,
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    "softplus": lambda x: torch.logaddexp(x, torch.zeros_like(x)),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu6": F.relu6,
    "hardTanh": F.hardtanh,
    "hardSigmoid": lambda x: torch.where((x > -3) & (x < 3), x / 6 + 0.5, (x >= 3).double()),
    "hardSwish": F.hardswish,
}


def pointwise(f):
    x = torch.tensor(points, requires_grad=True)
    y = f(x)
    y.sum().backward()
    return {"value": listed(y), "slope": listed(x.grad)}


cases = {}


def case(name, parameters, f, *shape):
    x = torch.randn(2, *shape, requires_grad=True)
    for p in parameters.values():
        nn.init.normal_(p, 0, 0.5)
    y = f(x, **parameters)
    g = torch.randn_like(y)
    (y * g).sum().backward()
    cases[name] = {
        "input": array(x),
        "params": {n: array(p) for n, p in parameters.items()},
        "output": array(y),
        "cotangent": array(g),
        "inputGradient": array(x.grad),
        "gradients": {n: array(p.grad) for n, p in parameters.items()},
    }


def free(*shape):
    return nn.Parameter(torch.empty(*shape))


case("prelu", {"weight": free(1)}, F.prelu, 3, 4)
case("prelu of channels", {"weight": free(3)}, F.prelu, 3, 4, 2)
case("logSoftmax", {}, lambda x: F.log_softmax(x, 1), 3, 4)
case("glu", {}, F.glu, 3, 4)
case("glu of channels", {}, lambda x: F.glu(x, 1), 4, 3)
case("maxout", {"weight": free(3, 2, 5), "bias": free(3, 2)}, lambda x, weight, bias: (torch.einsum("nrf,kof->nrko", x, weight) + bias).amax(2), 4, 5)
case("maxoutChannels", {}, lambda x: x.reshape(2, 3, 2, 4, 3).amax(2), 6, 4, 3)

with open("activation.json", "w") as file:
    json.dump({"points": points, "pointwise": {n: pointwise(f) for n, f in functions.items()}, "cases": cases}, file)
