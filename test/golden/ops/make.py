"""Writes ops.json beside this script with PyTorch and NumPy: python3 make.py

A case holds a public operation, its arguments, its value, and the gradients of sum(value * cos(index)) by the floating arguments.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

rng = np.random.default_rng(7)
cases = []


def plain(v):
    if isinstance(v, (bool, np.bool_)):
        return bool(v)
    if isinstance(v, (int, np.integer)):
        return int(v)
    v = float(v)
    if np.isnan(v):
        return "NaN"
    if np.isinf(v):
        return "Infinity" if v > 0 else "-Infinity"
    return v


def dump(a):
    a = np.asarray(a.detach() if torch.is_tensor(a) else a)
    dtype = {"float64": "float64", "float32": "float32", "int64": "int32", "int32": "int32", "bool": "bool"}[str(a.dtype)]
    return {"dtype": dtype, "shape": list(a.shape), "data": [plain(v) for v in a.ravel()]}


def case(op, f, *args):
    """f computes with the tensors among args; the other args are options"""
    tensors = [torch.from_numpy(np.array(a)) if isinstance(a, np.ndarray) else a for a in args]
    leaves = [t for t in tensors if torch.is_tensor(t) and t.dtype.is_floating_point]
    for leaf in leaves:
        leaf.requires_grad_()
    y = f(*[t for t in tensors if torch.is_tensor(t)])
    entry = {"op": op, "args": [{"tensor": dump(t)} if torch.is_tensor(t) else {"value": t} for t in tensors], "value": dump(y)}
    if torch.is_tensor(y) and y.dtype.is_floating_point and y.requires_grad:
        weight = torch.cos(torch.arange(y.numel(), dtype=y.dtype)).reshape(y.shape)
        entry["gradients"] = [dump(g) for g in torch.autograd.grad((y * weight).sum(), leaves, allow_unused=True, materialize_grads=True)]
    cases.append(entry)


def x(*shape):
    return rng.integers(-16, 17, shape) / 8


def distinct(*shape):
    return rng.permutation(int(np.prod(shape))).reshape(shape) / 4 - 1


# elementwise, broadcast
for op, f in [("add", torch.add), ("subtract", torch.sub), ("multiply", torch.mul), ("maximum", torch.maximum), ("minimum", torch.minimum)]:
    case(op, f, x(2, 1, 3), x(4, 1))
case("divide", torch.div, x(3), x(2, 3) + 3)
case("power", torch.pow, np.abs(x(2, 3)) + 0.5, x(3))
case("remainder", torch.fmod, x(2, 3) + 0.0625, np.abs(x(3)) + 0.75)
case("remainder", torch.fmod, np.array([7, -7, 7, -7]), np.array([3, 3, -3, -3]))
case("where", torch.where, np.array([[True], [False]]), x(3), x(2, 1))
case("clip", lambda a: torch.clip(a, -1, 1), x(5) + 0.0625, -1, 1)
case("square", torch.square, x(3))
for op in ["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"]:
    f = {"less": torch.lt, "lessEqual": torch.le, "greater": torch.gt, "greaterEqual": torch.ge, "equal": torch.eq, "notEqual": torch.ne}[op]
    case(op, f, np.array([1.0, 2.0, np.nan, np.inf]), np.array([1.0, 3.0, np.nan, np.inf]))
for op, f in [("and", torch.bitwise_and), ("or", torch.bitwise_or), ("xor", torch.bitwise_xor)]:
    case(op, f, np.array([12, -5, 7]), np.array([10, 3, -1]))
    case(op, f, np.array([True, True, False]), np.array([True, False, False]))

# activations, also far out
far = np.array([-1000.0, -40.0, -3.0, -0.5, 0.5, 3.0, 40.0, 1000.0])
case("relu", F.relu, far)
case("leakyRelu", lambda a: F.leaky_relu(a, 0.01), far)
case("leakyRelu", lambda a: F.leaky_relu(a, 0.1), far, {"slope": 0.1})
case("elu", F.elu, far)
case("elu", lambda a: F.elu(a, 0.5), far, {"alpha": 0.5})
case("gelu", F.gelu, far)
case("silu", F.silu, far)
case("softplus", lambda a: torch.logaddexp(a, torch.zeros_like(a)), far)
case("sigmoid", torch.sigmoid, far)
case("tanh", torch.tanh, far)
case("softmax", lambda a: F.softmax(a, -1), np.array([[1000.0, 999.0, -1000.0], [0.0, 0.5, -0.25]]))
case("softmax", lambda a: F.softmax(a, 0), x(3, 2), 0)
case("logSoftmax", lambda a: F.log_softmax(a, -1), np.array([[1000.0, 999.0, -1000.0], [0.0, 0.5, -0.25]]))
case("logSoftmax", lambda a: F.log_softmax(a, 1), x(2, 3, 2), -2)

# reductions
for axes in [0, -1, [0, 2], [2, 1]]:
    case("sum", lambda a: a.sum(axes), x(2, 3, 4), axes)
    case("mean", lambda a: a.mean(axes), x(2, 3, 4), axes)
    case("variance", lambda a: a.var(axes, unbiased=False), x(2, 3, 4), axes)
    case("logSumExp", lambda a: a.logsumexp(axes), x(2, 3, 4) * 400, axes)
    case("max", lambda a: a.amax(axes), distinct(2, 3, 4), axes)
    case("min", lambda a: a.amin(axes, keepdim=True), distinct(2, 3, 4), axes, {"keepDimensions": True})
case("product", lambda a: a.prod(1), np.array([[2.0, 0.0, 3.0], [0.0, 0.0, 5.0], [1.5, -2.0, 4.0]]), 1)
case("max", lambda a: a.amax(0), np.array([1.0, 3.0, 3.0, 2.0]), 0)
case("argMax", lambda a: a.argmax(-1), np.array([[1.0, 3.0, 3.0], [2.0, 2.0, 1.0]]))
case("argMin", lambda a: a.argmin(0), np.array([[1.0, 3.0, 3.0], [1.0, 2.0, 1.0]]), 0)
case("any", lambda a: a.any(1), np.array([[True, False], [False, False]]), 1)
case("all", lambda a: a.all(0), np.array([[True, False], [True, True]]), 0)

# layout
case("reshape", lambda a: a.reshape(4, -1), x(2, 3, 2), [4, -1])
case("permute", lambda a: a.permute(2, 0, 1), x(2, 3, 4), [2, 0, -2])
case("transpose", lambda a: a.transpose(-1, -2), x(2, 3, 4))
case("flip", lambda a: a.flip(0, 2), x(2, 3, 2), [0, -1])


def sliced(ranges):
    def f(a):
        index = tuple(slice(r.get("start"), r.get("end"), r.get("step")) if r else slice(None) for r in ranges)
        places = torch.from_numpy(np.arange(a.numel()).reshape(a.shape)[index].copy())
        return a.flatten()[places]

    return f


for ranges in [
    [{"start": 1, "end": -1}],
    [{"step": -1}],
    [{"start": -2, "step": -3}],
    [{"start": 100, "end": 1, "step": -2}, {"step": 2}],
    [None, {"start": -100, "end": 100, "step": 3}],
    [{"start": 3, "end": 3}],
    [{"start": 0, "end": -8, "step": -1}, {"start": 4, "step": -4}],
]:
    case("slice", sliced(ranges), x(7, 5), ranges)
indices = np.array([[0, 2], [2, 1]])
case("take", lambda a, i: a[i], x(3, 4), indices)
case("take", lambda a, i: a[:, i], x(2, 3, 4), indices, 1)
case("take", lambda a, i: a[..., i], x(2, 3), indices, -1)
case("takeAlong", lambda a, i: torch.take_along_dim(a, i, 1), x(2, 3), np.array([[2, 0, 0, 1], [1, 1, 1, 2]]), 1)
case("takeAlong", lambda a, i: torch.take_along_dim(a, i, 0), x(3, 2), np.array([[2, 0]]), -2)
case("sort", lambda a: a.sort(stable=True, dim=-1).values, np.array([[3.0, 1.0, 2.0, 1.0], [0.0, -1.0, 5.0, 2.0]]))
case("sort", lambda a: a.sort(stable=True, dim=0).values, distinct(4, 3), 0)
case("argSort", lambda a: a.argsort(stable=True, dim=-1), np.array([[3.0, 1.0, 2.0, 1.0], [0.0, -1.0, np.nan, 2.0]]))
case("pad", lambda a: F.pad(a, (1, -1, 2, 0), value=7.0), x(2, 4), [[2, 0], [1, -1]], {"value": 7})

# products
case("matmul", torch.matmul, x(2, 3), x(3, 4))
case("matmul", torch.matmul, x(3), x(3))
case("matmul", torch.matmul, x(2, 1, 2, 3), x(4, 3, 2))
case("matmul", torch.matmul, x(4, 2, 3), x(3))
case("matmul", torch.matmul, x(3), x(4, 3, 2))
case("dotGeneral", lambda a, b: torch.einsum("bik,kbj->bij", a, b), x(2, 3, 4), x(4, 2, 5), {"contract": [[2], [0]], "batch": [[0], [1]]})

# convolutions
for o in [{}, {"stride": 2}, {"padding": 1}, {"dilation": 2}, {"stride": 3, "padding": 2, "dilation": 2}, {"groups": 2}]:
    g = o.get("groups", 1)
    t = {"stride": o.get("stride", 1), "padding": o.get("padding", 0), "dilation": o.get("dilation", 1), "groups": g}
    case("conv1d", lambda a, w: F.conv1d(a, w, **t), x(2, 4, 9), x(6, 4 // g, 3), o)
    case("conv2d", lambda a, w: F.conv2d(a, w, **t), x(4, 7, 6), x(4, 4 // g, 3, 2), o)
    case("conv3d", lambda a, w: F.conv3d(a, w, **t), x(1, 2, 5, 5, 6), x(2, 2 // g, 2, 3, 2), o)
    case("convTranspose1d", lambda a, w: F.conv_transpose1d(a, w, **t), x(2, 4, 5), x(4, 3, 3), o)
    case("convTranspose2d", lambda a, w: F.conv_transpose2d(a, w, **t), x(4, 4, 3), x(4, 3, 3, 2), o) if o.get("padding", 0) < 2 else None
case("conv2d", lambda a, w: F.conv2d(a, w, stride=(2, 1), dilation=(1, 2), padding=(0, 1)), x(2, 7, 6), x(3, 2, 3, 2), {"stride": [2, 1], "dilation": [1, 2], "padding": [0, 1]})
case("conv2d", lambda a, w: F.conv2d(F.pad(a, (0, 2, 1, 0)), w), x(2, 5, 4), x(3, 2, 3, 2), {"padding": [[1, 0], [0, 2]]})
case("conv2d", lambda a, w: F.conv2d(a, w, padding="same"), x(2, 5, 4), x(3, 2, 3, 3), {"padding": "same"})
case("conv2d", lambda a, w: F.conv2d(a, w, groups=4), x(4, 5, 5), x(8, 1, 3, 3), {"groups": 4})
case("convTranspose2d", lambda a, w: F.conv_transpose2d(a, w, stride=2, padding=1, output_padding=1), x(3, 4, 4), x(3, 2, 3, 3), {"stride": 2, "padding": 1, "outputPadding": 1})
case("convTranspose2d", lambda a, w: F.conv_transpose2d(a, w, stride=(3, 2), output_padding=(2, 1), dilation=(1, 2), groups=2), x(4, 3, 3), x(4, 2, 2, 3), {"stride": [3, 2], "outputPadding": [2, 1], "dilation": [1, 2], "groups": 2})
case("convTranspose3d", lambda a, w: F.conv_transpose3d(a, w, stride=2, padding=1), x(2, 2, 3, 2), x(2, 2, 3, 2, 3), {"stride": 2, "padding": 1})

# pooling
for o in [{"kernel": 2}, {"kernel": 3, "stride": 2}, {"kernel": 3, "stride": 2, "padding": 1}, {"kernel": 3, "stride": 2, "ceil": True}, {"kernel": 2, "dilation": 2, "stride": 1}]:
    t = {"kernel_size": o["kernel"], "stride": o.get("stride"), "padding": o.get("padding", 0), "ceil_mode": o.get("ceil", False)}
    d = {"dilation": o.get("dilation", 1)}
    case("maxPool1d", lambda a: F.max_pool1d(a, **t, **d), distinct(2, 8), o)
    case("maxPool2d", lambda a: F.max_pool2d(a, **t, **d), distinct(2, 6, 8), o)
    case("maxPool3d", lambda a: F.max_pool3d(a, **t, **d), distinct(1, 4, 6, 6), o)
    if "dilation" not in o and "ceil" not in o:
        case("avgPool1d", lambda a: F.avg_pool1d(a, **t), x(2, 8), o)
        case("avgPool2d", lambda a: F.avg_pool2d(a, **t), x(2, 6, 8), o)
        case("avgPool3d", lambda a: F.avg_pool3d(a, **t), x(1, 4, 6, 6), o)
case("maxPool2d", lambda a: F.max_pool2d(a, (3, 2), (1, 2), (1, 0)), distinct(2, 5, 6), {"kernel": [3, 2], "stride": [1, 2], "padding": [1, 0]})
case("maxPool2d", lambda a: F.max_pool2d(a, 2, 1), np.array([[[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]]), {"kernel": 2, "stride": 1})

for o in [{"kernel": 2}, {"kernel": 3, "stride": 1}, {"kernel": 2, "norm": 4}, {"kernel": 3, "stride": 2, "norm": 1}]:
    t = (o.get("norm", 2), o["kernel"], o.get("stride"))
    case("lpPool1d", lambda a: F.lp_pool1d(a.abs(), *t), x(2, 9) + 0.0625, o)
    case("lpPool2d", lambda a: F.lp_pool2d(a.abs(), *t), x(2, 6, 8) + 0.0625, o)
    case("lpPool3d", lambda a: F.lp_pool3d(a.abs(), *t), x(1, 4, 4, 6) + 0.0625, o)

# upsampling
case("upsample", lambda a: F.interpolate(a, scale_factor=3.0), x(2, 3, 4), [3])
case("upsample", lambda a: F.interpolate(a[None], scale_factor=(2.0, 3.0))[0], x(2, 3, 4), [2, 3])
case("upsample", lambda a: F.interpolate(a, scale_factor=(2.0, 1.0, 3.0)), x(1, 2, 3, 2, 2), [2, 1, 3])


def nails(a, f):
    y = torch.zeros(a.shape[0], a.shape[1] * f[0], a.shape[2] * f[1], dtype=a.dtype)
    y[:, :: f[0], :: f[1]] = a
    return y


case("bedOfNails", lambda a: nails(a, (2, 3)), x(2, 3, 4), [2, 3])
for o in [{"kernel": 2}, {"kernel": 3}, {"kernel": 2, "padding": 1}, {"kernel": 2, "stride": 3}]:
    k, s, q = o["kernel"], o.get("stride"), o.get("padding", 0)
    for d, shape in [(1, (2, 9)), (2, (2, 6, 9)), (3, (1, 4, 6, 5))]:
        pool, unpool = getattr(F, f"max_pool{d}d"), getattr(F, f"max_unpool{d}d")
        a = distinct(*shape)
        case(f"argMaxPool{d}d", lambda b: pool(b, k, s, q, return_indices=True)[1], a, o)
        pooled = pool(torch.from_numpy(a)[None], k, s, q).shape[1:]
        case(
            f"maxUnpool{d}d",
            lambda y, b: unpool(y[None], pool(b[None], k, s, q, return_indices=True)[1], k, s, q, output_size=b.shape[1:])[0],
            x(*pooled),
            a,
            o,
        )


# convolution without sharing: the windows unfolded, each with weights of its own
def local(a, w, stride=1, padding=0, dilation=1):
    kernel, places = w.shape[2:4], w.shape[4:]
    patches = F.unfold(a, kernel, dilation, padding, stride)
    return torch.einsum("bkp,okp->bop", patches, w.reshape(w.shape[0], -1, w[0, 0, 0, 0].numel())).reshape(a.shape[0], w.shape[0], *places)


case("locallyConnected2d", local, x(2, 3, 5, 4), x(4, 3, 2, 3, 4, 2))
for o in [{"stride": 2}, {"padding": 1}, {"dilation": 2}, {"stride": 2, "padding": 1, "dilation": 2}]:
    out = F.conv2d(torch.zeros(1, 1, 6, 5), torch.zeros(1, 1, 3, 2), **o).shape[2:]
    case("locallyConnected2d", lambda a, w: local(a, w, **o), x(2, 2, 6, 5), x(3, 2, 3, 2, *out), o)
case("locallyConnected1d", lambda a, w: local(a[:, :, None], w[:, :, None, :, None], (1, 2))[:, :, 0], x(2, 3, 7), x(4, 3, 3, 3), {"stride": 2})
case(
    "locallyConnected3d",
    lambda a, w: sum(
        a[:, None, :, i : i + 2, j : j + 2, k : k + 1] * w[:, :, i, j, k] for i in range(2) for j in range(2) for k in range(2)
    ).sum(2),
    x(2, 3, 3, 3, 2),
    x(2, 3, 2, 2, 2, 2, 2, 1),
)

lines = ",\n".join(json.dumps(c) for c in cases)
(Path(__file__).parent / "ops.json").write_text(f"[\n{lines}\n]\n")
print(len(cases), "cases")
