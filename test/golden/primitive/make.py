"""Writes the JSON files beside this script with JAX, PyTorch and mpmath: python3 make.py

A case holds a primitive, its attributes, inputs, outputs, cotangents of the floating outputs, gradients of the floating inputs and, now
and then, the gradients of those gradients. Where we decided otherwise, `ours` holds our value and `why` the reason.
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import mpmath
import numpy as np
import torch
from jax import lax
from jax.extend.random import threefry_2x32

jax.config.update("jax_enable_x64", True)
mpmath.mp.dps = 30
here = Path(__file__).parent
nan, inf = float("nan"), float("inf")
names = {"float32": "float32", "float64": "float64", "int32": "int32", "bool": "bool"}


def number(v, dtype):
    if dtype == "bool":
        return int(v)
    if dtype == "int32":
        return int(v)
    v = float(str(v)) if dtype == "float32" and np.isfinite(v) else float(v)
    if np.isnan(v):
        return "NaN"
    if np.isinf(v):
        return "Infinity" if v > 0 else "-Infinity"
    if v == 0 and np.signbit(v):
        return "-0"
    return int(v) if v == int(v) and abs(v) < 1e15 else v


def array(a):
    a = np.asarray(a)
    dtype = names[str(a.dtype)]
    return {"dtype": dtype, "shape": list(a.shape), "data": [number(v, dtype) for v in a.reshape(-1)]}


def floating(a):
    return jnp.issubdtype(a.dtype, jnp.floating)


def pattern(shape, dtype):
    """numbers of both signs, none of them 0, exact in every float"""
    n = int(np.prod(shape))
    return np.array([((i * 5) % 7 - 3 or 4) / 4 for i in range(n)], dtype=dtype).reshape(shape)


def listed(x):
    return list(x) if isinstance(x, (tuple, list)) else [x]


def pulled(f):
    """f as a map from floating inputs and cotangents to cotangents"""

    def back(inputs, cotangents):
        float_places = [i for i, x in enumerate(inputs) if floating(x)]

        def of_floats(*floats):
            full = list(inputs)
            for i, x in zip(float_places, floats):
                full[i] = x
            return [y for y in listed(f(*full)) if jnp.issubdtype(y.dtype, jnp.floating)]

        return list(jax.vjp(of_floats, *[inputs[i] for i in float_places])[1](list(cotangents)))

    return back


def case(name, attributes, inputs, f, cotangents=None, second=False, gradient=True, ours=None, why=None, title=None):
    inputs = [jnp.asarray(x) for x in inputs]
    outputs = listed(f(*inputs))
    floats = [y for y in outputs if floating(y)]
    if cotangents is None:
        cotangents = [pattern(y.shape, np.asarray(y).dtype) for y in floats]
    cotangents = [jnp.asarray(c, dtype=y.dtype) for c, y in zip(cotangents, floats)]
    out = {"primitive": name, "attributes": attributes, "inputs": [array(x) for x in inputs], "outputs": [array(y) for y in outputs]}
    if title:
        out["title"] = title
    if gradient and floats and any(floating(x) for x in inputs):
        back = pulled(f)
        gradients = back(inputs, cotangents)
        out["cotangents"] = [array(c) for c in cotangents]
        out["gradients"] = [array(g) for g in gradients]
        if second:
            places = [i for i, x in enumerate(inputs) if floating(x)]

            def whole(*all_floats):
                full = list(inputs)
                for i, x in zip(places, all_floats):
                    full[i] = x
                return back(full, list(all_floats[len(places) :]))

            moved = [jnp.asarray(pattern(g.shape, np.asarray(g).dtype)) for g in gradients]
            out["directions"] = [array(m) for m in moved]
            results = jax.vjp(whole, *[inputs[i] for i in places], *cotangents)[1](moved)
            out["second"] = [array(r) for r in results]
    if ours:
        out["ours"] = {k: [array(v) for v in vs] for k, vs in ours.items()}
        out["why"] = why
    return out


def write(file, cases):
    lines = [json.dumps(c, separators=(",", ":"), ensure_ascii=False) for c in cases]
    (here / f"{file}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


rng = np.random.default_rng(7)
f64, f32, i32 = np.float64, np.float32, np.int32


def some(*shape, dtype=f64):
    """eighths between −2 and 2"""
    return (rng.integers(-16, 17, size=shape) / 8).astype(dtype)


def whole(*shape, low=-9, high=10):
    return rng.integers(low, high, size=shape, dtype=i32)


# ---------------------------------------------------------------- layout


def ranges(*rows):
    return [{"start": s, "length": n, "step": k} for s, n, k in rows]


def slice_case(x, *rows):
    limits = [s + (n - 1) * k + 1 if n else s for s, n, k in rows]
    return case("slice", {"ranges": ranges(*rows)}, [x], lambda x: lax.slice(x, [r[0] for r in rows], limits, [r[2] for r in rows]))


def pad_case(x, value, *rows):
    padding = [{"low": a, "high": b, "interior": c} for a, b, c in rows]
    return case("pad", {"padding": padding, "value": value}, [x], lambda x: lax.pad(x, jnp.asarray(value, x.dtype), rows))


def concatenate_case(axis, *xs):
    return case("concatenate", {"axis": axis}, xs, lambda *xs: lax.concatenate(xs, axis))


def broadcast_case(x, shape, axes):
    return case("broadcast", {"shape": shape, "axes": axes}, [x], lambda x: lax.broadcast_in_dim(x, shape, axes))


write(
    "layout",
    [
        case("reshape", {"shape": [3, 2]}, [some(2, 3)], lambda x: lax.reshape(x, (3, 2))),
        case("reshape", {"shape": [0]}, [some(2, 0)], lambda x: lax.reshape(x, (0,))),
        case("transpose", {"axes": [2, 0, 1]}, [some(2, 3, 2)], lambda x: lax.transpose(x, (2, 0, 1))),
        case("reverse", {"axes": [0, 2]}, [some(2, 2, 3)], lambda x: lax.rev(x, (0, 2))),
        broadcast_case(some(3), [2, 3], [1]),
        broadcast_case(some(2, 2), [2, 2, 2], [0, 2]),
        broadcast_case(some(), [2, 0], []),
        case("sum", {"axes": [0, 2]}, [some(2, 3, 2)], lambda x: jnp.sum(x, (0, 2))),
        case("sum", {"axes": [1]}, [some(2, 0)], lambda x: jnp.sum(x, 1), title="the sum of nothing is 0"),
        case("sum", {"axes": [0]}, [np.array([2**31 - 1, 1, 5], i32)], lambda x: lax.reduce(x, np.int32(0), lax.add, (0,)), title="int32 wraps around"),
        slice_case(some(4, 7), (1, 2, 1), (0, 3, 3)),
        slice_case(some(3), (3, 0, 1)),
        pad_case(some(2, 3), 1.5, (1, 0, 1), (2, 1, 0)),
        pad_case(some(4), 0, (-1, -2, 1)),
        pad_case(whole(2), 7, (1, 1, 0)),
        concatenate_case(1, some(2, 1), some(2, 3), some(2, 0)),
    ],
)

# ---------------------------------------------------------------- creation and element types

wide = np.array([0, -0.0, 0.9, -0.9, 1.5, -2.5, 2147483646.5, 2147483648, -2147483649, 1e30, -1e30, nan, inf, -inf])


def cast_case(x, dtype, **rest):
    return case("cast", {"dtype": dtype}, [x], lambda x: lax.convert_element_type(x, dtype), **rest)


def iota_case(shape, axis, dtype):
    return case("iota", {"shape": shape, "axis": axis, "dtype": dtype}, [], lambda: lax.broadcasted_iota(dtype, shape, axis))


write(
    "create",
    [
        iota_case([2, 3], 0, "int32"),
        iota_case([2, 3], 1, "float32"),
        iota_case([0, 3], 0, "float64"),
        cast_case(wide, "int32", title="to int32 truncates and saturates, NaN becomes 0"),
        cast_case(wide.astype(f32), "int32", title="to int32 truncates and saturates, NaN becomes 0"),
        cast_case(wide, "bool", title="to bool asks whether a number differs from 0; NaN does"),
        cast_case(np.array([1 / 3, 1e300, -1e300, 1e-46, nan]), "float32", title="to float32 rounds, overflows, underflows"),
        cast_case(np.array([1e-40]), "float32", ours={"outputs": [np.array([1e-40], f32)]}, why="subnormal numbers are kept here, flushed to 0 by XLA"),
        cast_case(np.array([1 / 3, 16777216], f32), "float64"),
        cast_case(np.array([2**31 - 1, -(2**31), 3], i32), "float32"),
        cast_case(np.array([0, -5], i32), "bool"),
        cast_case(np.array([True, False]), "float64"),
        case("stopGradient", {}, [some(3)], lax.stop_gradient),
    ],
)

# ---------------------------------------------------------------- element by element

arithmetic = {"add": lax.add, "subtract": lax.sub, "multiply": lax.mul, "divide": lax.div}
edges = np.array([0, -0.0, 1, -1, inf, -inf, nan, 1e300, 1e-300])
left, right = [a.reshape(-1) for a in np.meshgrid(edges, edges)]
extremes = np.array([2**31 - 1, -(2**31), 123456789, -7, 0], i32)
ileft, iright = [a.reshape(-1) for a in np.meshgrid(extremes, extremes)]
nonzero = iright != 0


def zero_by(f, x, y):
    """integer division as we decided it: by 0 gives 0"""
    return np.where(y == 0, 0, np.asarray(f(x, np.where(y == 0, 1, y)))).astype(i32)


def integer(name, f):
    if name in ("divide", "remainder"):
        ours = {"outputs": [zero_by(f, ileft, iright)]}
        return case(name, {}, [ileft, iright], f, ours=ours, why="an integer divided by 0 gives 0 here, -1 (or the dividend) in XLA")
    return case(name, {}, [ileft, iright], f, title="int32 wraps around")


def binary(name, f):
    x, y = some(2, 3), some(2, 3)
    y = np.where(y == 0, 0.5, y)
    return [
        case(name, {}, [x, y], f, second=True),
        case(name, {}, [x.astype(f32), y.astype(f32)], f),
        case(name, {}, [left, right], f, title="zeros, infinities and NaN", cotangents=[np.ones_like(left)], gradient=name != "divide"),
        integer(name, f),
        case(name, {}, [some(0, 2), some(0, 2)], f),
    ]


write(
    "arithmetic",
    [c for name, f in arithmetic.items() for c in binary(name, f)]
    + [
        case("negate", {}, [some(3)], lax.neg),
        case("negate", {}, [edges], lax.neg, cotangents=[np.ones_like(edges)]),
        case("negate", {}, [extremes], lax.neg),
    ],
)

# ---------------------------------------------------------------- elementary functions

elementary = {
    "exp": (lax.exp, [-1.5, 0.25, 2], [1e3, -1e3, 709.7, -700]),
    "expm1": (lax.expm1, [-1.5, 0.25, 2], [1e3, -1e3, 1e-10, -1e-20]),
    "log": (lax.log, [0.25, 1, 3], [1e300, 1e-300, -1]),
    "log1p": (lax.log1p, [-0.75, 0.25, 3], [-1, 1e-10, -1e-20, 1e300, -2]),
    "sqrt": (lax.sqrt, [0.25, 2, 3], [1e300, 1e-300, -1]),
    "rsqrt": (lax.rsqrt, [0.25, 2, 3], [1e300, 1e-200, -1]),
    "sin": (lax.sin, [-7.5, 0.25, 3], [1e3, -1e3, 1e-10]),
    "cos": (lax.cos, [-7.5, 0.25, 3], [1e3, -1e3, 1e-10]),
    "tanh": (lax.tanh, [-1.5, 0.25, 1.25], [1e3, -1e3, 1e-10, -1e-20, 5]),
    "sigmoid": (lax.logistic, [-1.5, 0.25, 3], [1e3, -1e3, 40, -40, -700]),
    "erf": (lax.erf, [-1.5, 0.25, 2.75], [1e3, -1e3, 1e-10, 5.5, 2.5]),
    "erfInv": (lax.erf_inv, [-0.75, 0.25, 0.5], [1, -1, 1e-10, 2]),
}
special = [0, -0.0, inf, -inf, nan]


def function(name, f, usual, unusual):
    usual, unusual = np.array(usual), np.array(special + unusual)
    small = np.array([1e-3, -1e-3, 1e-5, 3e-4, -2e-2, 0.1, 0.5], f32) if name not in ("log", "rsqrt", "sqrt") else np.array([1e-3, 1e-30, 0.5, 100], f32)
    return [
        case(name, {}, [usual], f, second=True),
        case(name, {}, [usual.astype(f32)], f),
        case(name, {}, [small], f, title="small numbers in float32"),
        case(name, {}, [unusual], f, cotangents=[np.ones_like(unusual)], title="at the edges"),
    ]


def at_origin(c):
    x, y = c["gradients"]
    return {**c, "ours": {"gradients": [{**x, "data": [0, *x["data"][1:]]}, y]}, "why": "the gradient of 0 to the power 0 is 0 here, NaN in JAX"}


def by_mpmath(name, points, f):
    """values more exact than those of JAX"""
    return {"primitive": name, "attributes": {}, "inputs": [array(np.array(points))], "outputs": [array(np.array([float(f(p)) for p in points]))]}


bases = np.array([0, 0, 0, 0, 0, 2, 2, -2, -2, 4, inf, 0.5, nan, 1, 1, -1])
exponents = np.array([0, 1, 2, 0.5, 3, 0, 1, 2, 3, 0.5, 2, inf, 0, nan, inf, inf])
write(
    "elementary",
    [c for name, (f, usual, unusual) in elementary.items() for c in function(name, f, usual, unusual)]
    + [
        case("power", {}, [np.array([0.25, 2, 3]), np.array([-1.5, 0.5, 2])], lax.pow, second=True),
        case("power", {}, [np.array([0.25, 2, 3], f32), np.array([-1.5, 0.5, 2], f32)], lax.pow),
        at_origin(case("power", {}, [bases, exponents], lax.pow, cotangents=[np.ones_like(bases)], title="at the edges")),
        by_mpmath("erfInv", [0.6, 0.79, -0.81, 0.94, 0.99, 0.999999, -0.9999999999, 1 - 2**-53], mpmath.erfinv),
        by_mpmath("erf", [1e-5, 0.5, 1, 2.4, 2.49, 2.51, 3, -3.5, 5, 5.9], mpmath.erf),
        case("power", {}, [np.array([0.5, 2]), np.array([0.0, 0.0])], lax.pow, second=True, title="at exponent 0"),
    ],
)

# ---------------------------------------------------------------- comparison and choice

relations = {"equal": lax.eq, "notEqual": lax.ne, "less": lax.lt, "lessEqual": lax.le, "greater": lax.gt, "greaterEqual": lax.ge}
bits = {"and": lax.bitwise_and, "or": lax.bitwise_or, "xor": lax.bitwise_xor}
shifts = {"shiftLeft": lax.shift_left, "shiftRight": lax.shift_right_logical}
order = np.array([0, -0.0, 1, nan, inf])
oleft, oright = [a.reshape(-1) for a in np.meshgrid(order, order)]
truth = [np.array([0, 0, 1, 1], bool), np.array([0, 1, 0, 1], bool)]
distances = np.array([0, 1, 5, 31, 32, 33, -1], i32)
words, by = [a.reshape(-1) for a in np.meshgrid(np.array([1, -1, 123456789, -(2**31)], i32), distances)]
halves = np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49999999999999994, -0.3, 4503599627370497.5, nan, inf, -inf, -0.0])
dividends, divisors = [a.reshape(-1) for a in np.meshgrid(np.array([7, -7, 0.0, -0.0, 5.5, inf, nan]), np.array([3, -3, 0.75, inf, 0]))]


def ones(f, *xs, **rest):
    return dict(cotangents=[np.ones_like(np.asarray(xs[0]))], **rest)


def stepwise(name, f):
    return [case(name, {}, [halves], f, cotangents=[np.ones_like(halves)]), case(name, {}, [halves.astype(f32)], f)]


pairs = [np.array([1.0, 2, 3, 0, -0.0, inf, -inf]), np.array([2.0, 2, -3, -0.0, 0, inf, 1])]
write(
    "compare",
    [case(name, {}, [oleft, oright], f) for name, f in relations.items()]
    + [case(name, {}, [ileft, iright], f) for name, f in relations.items()]
    + [case(name, {}, truth, f) for name, f in relations.items()]
    + [case(name, {}, truth, f) for name, f in bits.items()]
    + [case(name, {}, [ileft, iright], f) for name, f in bits.items()]
    + [case(name, {}, [words, by], f, title="by no, few and too many places") for name, f in shifts.items()]
    + [
        case("not", {}, [truth[1]], lax.bitwise_not),
        case("isFinite", {}, [order], lax.is_finite),
        case("select", {}, [truth[0], some(4), some(4)], lax.select),
        case("select", {}, [truth[1], np.array([nan, 1, inf, 2]), np.array([1, nan, 2, inf])], lax.select),
        case("select", {}, [truth[1], whole(4), whole(4)], lax.select),
        case("maximum", {}, pairs, lax.max, cotangents=[np.ones(7)], title="a tie gives half to each"),
        case("minimum", {}, pairs, lax.min, cotangents=[np.ones(7)], title="a tie gives half to each"),
        case("maximum", {}, [np.array([nan, 1]), np.array([1, nan])], lax.max, title="NaN is passed on"),
        case("minimum", {}, [np.array([nan, 1]), np.array([1, nan])], lax.min, title="NaN is passed on"),
        case("maximum", {}, [ileft, iright], lax.max),
        case("minimum", {}, [ileft, iright], lax.min),
        case("sign", {}, [np.array([2, -3, 0, -0.0, nan, inf])], lax.sign, cotangents=[np.ones(6)]),
        case("sign", {}, [extremes], lax.sign),
        case("abs", {}, [np.array([2, -3, 0, -0.0, inf, -inf])], lax.abs, cotangents=[np.ones(6)], ours={"gradients": [np.array([1.0, -1, 0, 0, 1, -1])]}, why="the gradient at 0 is 0 here and in PyTorch, 1 in JAX"),
        case("abs", {}, [extremes], lax.abs),
        *stepwise("floor", lax.floor),
        *stepwise("ceil", lax.ceil),
        *stepwise("round", lambda x: lax.round(x, lax.RoundingMethod.TO_NEAREST_EVEN)),
        case("remainder", {}, [np.array([7, -7, 7, -7, 5.5]), np.array([3, 3, -3, -3, 0.75])], lax.rem, title="the sign is that of the dividend", second=True),
        case("remainder", {}, [dividends, divisors], lax.rem, title="signs, zeros and infinities", gradient=False),
        integer("remainder", lax.rem),
    ],
)

# ---------------------------------------------------------------- reductions


def reduce_case(name, f, x, axes, **rest):
    return case(name, {"axes": axes}, [x], lambda x: f(x, axis=tuple(axes)), **rest)


def place_case(name, x, axis, **rest):
    f = {"argMax": lax.argmax, "argMin": lax.argmin}[name]
    return case(name, {"axis": axis}, [x], lambda x: f(x, axis, jnp.int32), **rest)


spots = np.array([[1, nan, 3, nan], [2, 5, 5, 1], [inf, -inf, inf, 0], [0, -0.0, 0, -0.0]])
write(
    "reduce",
    [
        reduce_case("product", jnp.prod, some(2, 3), [1], second=True),
        reduce_case("product", jnp.prod, some(2, 2, 3), [0, 2]),
        reduce_case("product", jnp.prod, np.array([2.0, 0, 3]), [0], cotangents=[np.array(1.0)], second=True, title="one zero: the gradient is [0, 6, 0]"),
        reduce_case("product", jnp.prod, np.array([2.0, 0, 0]), [0], cotangents=[np.array(1.0)], second=True, title="two zeros"),
        reduce_case("product", jnp.prod, np.zeros((2, 0)), [1], title="the product of nothing is 1"),
        case("product", {"axes": [0]}, [np.array([65536, 65537, 3], i32)], lambda x: lax.reduce(x, np.int32(1), lax.mul, (0,)), title="int32 wraps around"),
        *[
            c
            for name, f in {"max": jnp.max, "min": jnp.min}.items()
            for c in [
                reduce_case(name, f, some(2, 3), [1]),
                reduce_case(name, f, some(2, 3, 2), [0, 2]),
                reduce_case(name, f, np.array([1.0, 3, 3, 1, 2]), [0], cotangents=[np.array(6.0)], title="a tie shares the gradient evenly"),
                reduce_case(name, f, np.array([[1.0, nan], [inf, -inf]]), [1], title="NaN and infinities"),
                reduce_case(name, f, whole(2, 3), [0]),
                case(name, {"axes": [1]}, [np.zeros((2, 0))], {"max": lambda x: lax.reduce(x, -inf, lax.max, (1,)), "min": lambda x: lax.reduce(x, inf, lax.min, (1,))}[name], title="of nothing"),
            ]
        ],
        *[place_case(name, x, axis, title="the first of equals; NaN counts most") for name in ("argMax", "argMin") for x, axis in [(spots, 1), (spots, 0), (whole(3, 4, low=0, high=3), 0)]],
    ],
)

# ---------------------------------------------------------------- contraction and convolution


def dot_case(x, y, contract, batch, **rest):
    return case("dotGeneral", {"contract": contract, "batch": batch}, [x, y], lambda x, y: lax.dot_general(x, y, (contract, batch)), **rest)


def convolution_case(x, w, stride=None, low=None, high=None, dilation=None, spacing=None, groups=1, **rest):
    n = x.ndim - 2
    a = {
        "stride": stride or [1] * n,
        "low": low or [0] * n,
        "high": high or [0] * n,
        "dilation": dilation or [1] * n,
        "spacing": spacing or [1] * n,
        "groups": groups,
    }
    f = lambda x, w: lax.conv_general_dilated(
        x, w, a["stride"], list(zip(a["low"], a["high"])), lhs_dilation=a["spacing"], rhs_dilation=a["dilation"], feature_group_count=groups
    )
    return case("convolution", a, [x, w], f, **rest)


large = np.array([[2**31 - 1, 123456789], [-(2**31), 99999]], i32)
write(
    "contract",
    [
        dot_case(some(2, 3), some(3, 2), [[1], [0]], [[], []], second=True),
        dot_case(some(2, 3).astype(f32), some(3, 2).astype(f32), [[1], [0]], [[], []]),
        dot_case(some(2, 3, 2), some(3, 2, 2), [[0], [2]], [[1], [0]], title="batch axes, axes in any order"),
        dot_case(some(2, 3, 2), some(2, 2, 3), [[1, 0], [2, 0]], [[], []], title="two axes contracted"),
        dot_case(some(2), some(3), [[], []], [[], []], title="an outer product"),
        dot_case(some(2, 0), some(0, 2), [[1], [0]], [[], []], title="an inner dimension of length 0"),
        dot_case(np.array([[inf, 1], [nan, 2]]), np.array([[0.0, 1], [1, 1]]), [[1], [0]], [[], []], title="NaN, and infinity times 0"),
        dot_case(large, large, [[1], [0]], [[], []], title="int32 wraps around"),
        convolution_case(some(1, 2, 5), some(2, 2, 3), second=True),
        convolution_case(some(2, 1, 4, 5), some(2, 1, 3, 2), stride=[2, 1], low=[1, 0], high=[1, 2]),
        convolution_case(some(1, 2, 4, 4).astype(f32), some(2, 2, 3, 3).astype(f32), low=[1, 1], high=[1, 1]),
        convolution_case(some(1, 4, 5), some(2, 2, 2), groups=2, stride=[2], title="groups"),
        convolution_case(some(1, 1, 7), some(1, 1, 3), dilation=[2], low=[-1], high=[3], title="dilation, a negative padding"),
        convolution_case(some(1, 2, 3), some(1, 2, 3), spacing=[2], low=[2], high=[2], title="a transposed convolution"),
        convolution_case(some(1, 1, 5, 4), some(2, 1, 2, 2), stride=[2, 3], low=[1, -1], high=[0, 2], dilation=[2, 1], spacing=[1, 2], second=True, title="everything at once"),
        convolution_case(some(1, 1, 3, 3, 3), some(1, 1, 2, 2, 2), title="three dimensions"),
        convolution_case(some(0, 2, 4), some(3, 2, 2), title="no images"),
        convolution_case(large.reshape(1, 2, 2), large.reshape(1, 2, 2), title="int32 wraps around"),
    ],
)

# ---------------------------------------------------------------- windows


def window_attributes(kernel, stride, dilation, padding):
    return {"windows": [{"kernel": k, "stride": s, "dilation": d, "low": l, "high": h} for k, s, d, (l, h) in zip(kernel, stride, dilation, padding)]}


def window_sum_case(x, kernel, stride, dilation, padding, **rest):
    lead = [1] * (x.ndim - len(kernel))
    f = lambda x: lax.reduce_window(
        x, np.zeros((), x.dtype)[()], lax.add, lead + kernel, lead + stride, [(0, 0)] * len(lead) + padding, window_dilation=lead + dilation
    )
    return case("windowSum", window_attributes(kernel, stride, dilation, padding), [x], f, **rest)


def window_max_cases(x, kernel, stride, dilation, padding, title=None):
    """by PyTorch, which gives the places and takes dilations; padding is the same on both sides there"""
    attributes = window_attributes(kernel, stride, dilation, [(p, p) for p in padding])
    t = torch.tensor(x, requires_grad=True)
    pool = {1: torch.nn.functional.max_pool1d, 2: torch.nn.functional.max_pool2d}[len(kernel)]
    y, places = pool(t, kernel, stride, padding, dilation, return_indices=True)
    g = pattern(y.shape, x.dtype)
    y.backward(torch.tensor(g))
    rest = {"title": title} if title else {}
    return [
        {"primitive": "windowMax", "attributes": attributes, "inputs": [array(x)], "outputs": [array(y.detach().numpy())], "cotangents": [array(g)], "gradients": [array(t.grad.numpy())], **rest},
        {"primitive": "windowArgMax", "attributes": attributes, "inputs": [array(x)], "outputs": [array(places.numpy().astype(i32))], **rest},
    ]


ties = np.array([[[1.0, 1, 1, 0], [0, 1, 1, 1], [nan, 0, 2, 2], [inf, 5, 2, nan]]])
of_two = "of two NaN the first counts here, as in argMax; the last in PyTorch"
first_nan = [
    {"ours": {"gradients": [array(np.array([[[-0.75, 0.5, 0]]]))]}, "why": of_two},
    {"ours": {"outputs": [array(np.array([[[0, 1]]], i32))]}, "why": of_two},
]
write(
    "window",
    [
        window_sum_case(some(2, 5), [2], [2], [1], [(0, 0)]),
        window_sum_case(some(1, 4, 5), [2, 3], [1, 2], [1, 1], [(1, 0), (1, 1)]),
        window_sum_case(some(6), [3], [1], [2], [(2, 1)]),
        window_sum_case(whole(6), [3], [2], [1], [(0, 0)]),
        *window_max_cases(some(1, 2, 4, 5), [2, 2], [2, 2], [1, 1], [0, 0]),
        *window_max_cases(some(1, 1, 5, 5), [3, 2], [2, 1], [1, 2], [1, 1], title="padding and dilation"),
        *window_max_cases(ties, [2, 2], [1, 1], [1, 1], [0, 0], title="the first of equals, and of NaN"),
        *window_max_cases(some(2, 3, 6).astype(f32), [3], [1], [1], [1]),
        *[{**c, **decided} for c, decided in zip(window_max_cases(np.array([[[nan, nan, 1]]]), [2], [1], [1], [0]), first_nan)],
    ],
)

# ---------------------------------------------------------------- indices


def gather_case(x, indices, batch, **rest):
    f = lambda a, i: jnp.take(a, i, axis=0)
    for _ in range(batch):
        f = jax.vmap(f)
    return case("gather", {"batch": batch}, [x, indices], f, **rest)


def scatter_case(indices, updates, length, batch, **rest):
    f = lambda i, u: jnp.zeros((length, *u.shape[i.ndim :]), u.dtype).at[i].add(u)
    for _ in range(batch):
        f = jax.vmap(f)
    return case("scatterAdd", {"batch": batch, "length": length}, [indices, updates], f, **rest)


def sort_case(x, **rest):
    return case("argSort", {}, [x], lambda x: jnp.argsort(x, axis=-1, stable=True).astype(jnp.int32), **rest)


write(
    "gather",
    [
        gather_case(some(3, 2), np.array([2, 0, 2], i32), 0, title="an index that occurs twice receives both cotangents"),
        gather_case(some(2, 3), np.array([[0, 0], [2, 1]], i32), 1),
        gather_case(some(4), np.array([[3, 1], [0, 3]], i32), 0),
        gather_case(some(3, 2), np.zeros((0,), i32), 0),
        scatter_case(np.array([1, 1, 3], i32), some(3, 2), 4, 0, title="updates at one index add up"),
        scatter_case(np.array([[0, 0], [2, 1]], i32), some(2, 2, 2), 3, 1),
        scatter_case(np.array([0, 0], i32), np.array([2**31 - 1, 1], i32), 2, 0, title="int32 wraps around"),
        sort_case(np.array([[2.0, -1, 2, 0], [nan, 1, -inf, nan], [0, -0.0, inf, -0.0]]), title="stable; NaN last; 0 and −0 are equal"),
        sort_case(whole(2, 6, low=0, high=4)),
        sort_case(np.zeros((2, 0))),
    ],
)

# ---------------------------------------------------------------- random bits and named axes


def bits_of(*words):
    keys, counts = [np.asarray(w).view(np.uint32) for w in words[:2]], [np.asarray(w).view(np.uint32) for w in words[2:]]
    out = [np.empty(keys[0].shape, np.uint32) for _ in range(2)]
    for i in range(keys[0].size):
        pair = threefry_2x32(jnp.array([k.flat[i] for k in keys]), jnp.array([c.flat[i] for c in counts]))
        for o, v in zip(out, pair):
            o.flat[i] = v
    return [o.view(i32) for o in out]


words4 = [rng.integers(-(2**31), 2**31, size=4).astype(i32) for _ in range(4)]
zeros4 = [np.array([0, -1], i32)] * 4
write(
    "random",
    [
        {"primitive": "threefry", "attributes": {}, "inputs": [array(w) for w in ws], "outputs": [array(o) for o in bits_of(*ws)]}
        for ws in (words4, zeros4)
    ],
)

index = {"axis": "example"}
write(
    "axis",
    [
        case("axisSum", index, [some(3, 2)], jax.vmap(lambda x: lax.psum(x, "example"), axis_name="example")),
        case("axisIndex", index, [], lambda: jax.vmap(lambda _: lax.axis_index("example"), axis_name="example", axis_size=3)(jnp.zeros(3))),
    ],
)

# ---------------------------------------------------------------- functions as attributes


def sine_product(x, y):
    return [x * jnp.sin(y), y]


@jax.custom_vjp
def straight(x):
    return jnp.floor(x)


straight.defvjp(lambda x: (jnp.floor(x), None), lambda _, g: (g,))


def recurrent(reverse):
    def step(w):
        def body(c, x):
            c2 = jnp.tanh(c * w + x)
            return c2, c * x

        return body

    return lambda w, c, x: lax.scan(step(w), c, x, reverse=reverse)


loop = [np.array([0.5, -1.5]), np.array([0.25, 1]), some(4, 2)]
write(
    "control",
    [
        case("checkpoint", {"body": "sineProduct"}, [some(3), some(3)], jax.checkpoint(sine_product), second=True),
        case("custom", {"body": "straight"}, [np.array([0.5, -1.25, 2])], straight),
        *[case("scan", {"body": "recurrent", "constants": 1, "carried": 1, "length": 4, "reverse": r}, loop, recurrent(r), second=True) for r in (False, True)],
        case("scan", {"body": "recurrent", "constants": 1, "carried": 1, "length": 0, "reverse": False}, [loop[0], loop[1], np.zeros((0, 2))], recurrent(False), title="no steps"),
    ],
)
