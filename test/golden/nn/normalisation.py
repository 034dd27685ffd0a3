"""Golden values of the group, instance, RMS and decorrelated norms, from PyTorch in float64. Run: python3 normalisation.py

The decorrelated norm is the formula as it stands, with the root of the covariance from its eigenvectors.
"""

import json
import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(13)
torch.set_default_dtype(torch.float64)
cases = {}


def array(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.15g}") for v in t.detach().flatten().tolist()]}


def case(name, parameters, f, *shape):
    x = torch.randn(*shape) @ torch.randn(shape[-1], shape[-1]) + torch.randn(shape[-1])
    x.requires_grad_()
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


def free(n):
    return nn.Parameter(torch.empty(n))


def pair(n):
    return {"weight": free(n), "bias": free(n)}


def whiten(x, weight, bias):
    rows = x.movedim(1, 0).reshape(x.shape[1], -1)
    centred = rows - rows.mean(1, keepdim=True)
    values, vectors = torch.linalg.eigh(centred @ centred.T / rows.shape[1] + 1e-3 * torch.eye(len(rows)))
    white = vectors @ torch.diag(values**-0.5) @ vectors.T @ centred
    y = weight[:, None] * white + bias[:, None]
    return y.reshape(x.shape[1], x.shape[0], *x.shape[2:]).movedim(0, 1)


case("groupNorm", pair(6), lambda x, weight, bias: F.group_norm(x, 3, weight, bias), 2, 6, 3, 4)
case("groupNorm without γ and β", {}, lambda x: F.group_norm(x, 2, eps=0.01), 2, 4, 5)
case("instanceNorm", {}, lambda x: F.instance_norm(x), 2, 3, 4, 2)
case("instanceNorm with γ and β", pair(3), lambda x, weight, bias: F.instance_norm(x, weight=weight, bias=bias), 2, 3, 4, 2)
case("rmsNorm", {"weight": free(5)}, lambda x, weight: F.rms_norm(x, (5,), weight, 1e-6), 2, 3, 5)
case("decorrelatedBatchNorm", pair(3), whiten, 4, 3, 5, 3)
case("decorrelatedBatchNorm of features", pair(4), whiten, 9, 4)

with open("normalisation.json", "w") as file:
    json.dump(cases, file)
