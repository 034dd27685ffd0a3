"""
Writes random.json beside this script: what JAX draws from the same keys. Run: python3 make.py && npx prettier --write random.json

uniform runs one operation at a time: compiled, XLA contracts its product and sum into one rounding.
"""

import json
from pathlib import Path

import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_threefry_partitionable", True)
import jax.numpy as jnp
import numpy as np
from jax import random

seeds = [0, 1, 42, 2**31, 2**32 - 1, 2**32, 2**40 + 12345, 2**53 - 1]
shapes = [[], [0], [5], [2, 3, 4]]
dtypes = {"float32": jnp.float32, "float64": jnp.float64}


def numbers(x):
    """Elements in row-major order: words as int32, the rest as Python prints them, which gives the same float64 back."""
    x = np.asarray(x)
    return x.view(np.int32).ravel().tolist() if x.dtype == np.uint32 else x.ravel().tolist()


def key(seed):
    return random.wrap_key_data(random.PRNGKey(seed))


def cases(draw, **options):
    """A case for each combination of the options."""
    rows = [{}]
    for name, values in options.items():
        rows = [{**row, name: value} for row in rows for value in values]
    return [{**row, "draw": numbers(draw(**row))} for row in rows]


def uniform(seed, shape, low, high, dtype):
    with jax.disable_jit():
        return random.uniform(key(seed), tuple(shape), dtypes[dtype], low, high)


def permutation(seed, n):
    return random.permutation(key(seed), n)


def categorical(seed, axis, shape, dtype):
    return random.categorical(key(seed), logits(dtype), axis=axis, shape=None if shape is None else tuple(shape))


def logits(dtype):
    return jnp.arange(24, dtype=dtypes[dtype]).reshape(2, 3, 4) % 5 / 2


golden = {
    "key": cases(lambda seed: random.PRNGKey(seed), seed=seeds),
    "split": cases(lambda seed, n: random.key_data(random.split(key(seed), n)), seed=seeds, n=[0, 1, 2, 5]),
    "foldIn": cases(lambda seed, data: random.key_data(random.fold_in(key(seed), data)), seed=seeds, data=[0, 1, 2, 2**31, 2**32 - 1]),
    "bits": cases(lambda seed, shape: random.bits(key(seed), tuple(shape), jnp.uint32), seed=seeds, shape=shapes),
    "uniform": cases(
        uniform,
        seed=[0, 42],
        shape=[*shapes, [64]],
        low=[0.0, -1.0, -0.1],
        high=[0.0, 1.0, 0.7],
        dtype=dtypes,
    ),
    "normal": cases(lambda seed, shape, dtype: random.normal(key(seed), tuple(shape), dtypes[dtype]), seed=[0, 42], shape=[*shapes, [100]], dtype=dtypes),
    "truncatedNormal": cases(
        lambda seed, bounds, dtype: random.truncated_normal(key(seed), *bounds, (100,), dtypes[dtype]),
        seed=[0, 42],
        bounds=[[-2.0, 2.0], [0.5, 3.0], [-float("inf"), 0.0], [-1.0, float("inf")], [3.0, 4.0]],
        dtype=dtypes,
    ),
    "bernoulli": cases(
        lambda seed, probability, shape: random.bernoulli(key(seed), np.float32(probability), tuple(shape)),
        seed=[0, 42],
        probability=[0.0, 0.1, 0.5, 0.9, 1.0],
        shape=[[], [100], [3, 5]],
    ),
    "randint": cases(
        lambda seed, bounds: random.randint(key(seed), (32,), *bounds, jnp.int32),
        seed=[0, 42, 2**40],
        bounds=[[0, 1], [0, 2], [0, 10], [-5, 5], [0, 65536], [0, 65537], [-7, 1000003], [0, 2**31 - 1], [-(2**31), 2**31 - 1], [-(2**31), 2**31], [0, 2**31], [-3, 2**31 - 1]],
    ),
    "permutation": cases(permutation, seed=[0, 42], n=[0, 1, 2, 10, 100]) + cases(permutation, seed=[7], n=[1700]),
    "gumbel": cases(lambda seed, dtype: random.gumbel(key(seed), (100,), dtypes[dtype]), seed=[0, 42], dtype=dtypes),
    "categorical": cases(categorical, seed=range(4), axis=[-1], shape=[None, [2, 3], [50, 2, 3]], dtype=dtypes)
    + cases(categorical, seed=range(4), axis=[0, -3], shape=[None, [5, 3, 4]], dtype=dtypes)
    + cases(categorical, seed=range(4), axis=[1], shape=[None, [5, 6, 2, 4]], dtype=dtypes),
}
golden["uniform"] = [case for case in golden["uniform"] if case["low"] < case["high"]]

text = json.dumps({"version": jax.__version__, **golden}, separators=(",", ":"))
(Path(__file__).parent / "random.json").write_text(text.replace("Infinity", "1e999"))
