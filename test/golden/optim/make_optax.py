"""Writes optax.json: what Optax's optimisers do with the start and the gradients of optimizers.json (after make.py; pip install optax)."""
import json
from pathlib import Path

import jax
import jax.numpy as jnp
import optax

jax.config.update("jax_enable_x64", True)
here = Path(__file__).parent
torch = json.loads((here / "optimizers.json").read_text())
shapes = {"weight": (2, 3), "bias": (2,)}
tree = lambda flat: {name: jnp.array(flat[name]).reshape(shape) for name, shape in shapes.items()}
flat = lambda tree: {name: tree[name].flatten().tolist() for name in shapes}
start, gradients = tree(torch["start"]), [tree(step) for step in torch["gradients"]]

rules = {
    "lion": optax.lion(0.01, weight_decay=0.0),
    "lion with other numbers": optax.lion(0.02, b1=0.7, b2=0.8, weight_decay=0.1),
    "lamb": optax.lamb(0.01),
    "lamb with other numbers": optax.lamb(0.02, b1=0.8, b2=0.95, eps=1e-3, weight_decay=0.1),
    "trust ratio": optax.chain(optax.scale_by_trust_ratio(trust_coefficient=0.01), optax.sgd(1.0)),
    "accumulated": optax.MultiSteps(optax.adam(0.05), 3),
    "grouped": optax.partition(
        {"lion": optax.lion(0.01, weight_decay=0.1), "lamb": optax.lamb(0.02)},
        {"weight": "lion", "bias": "lamb"},
    ),
}


def train(rule):
    params, state, path = start, rule.init(start), []
    for gradient in gradients:
        updates, state = rule.update(gradient, state, params)
        params = optax.apply_updates(params, updates)
        path.append(flat(params))
    return path


def ahead():
    rule = optax.lookahead(optax.adam(0.1), sync_period=4, slow_step_size=0.3)
    params = optax.LookaheadParams.init_synced(start)
    state, path = rule.init(params), []
    for gradient in gradients:
        updates, state = rule.update(gradient, state, params)
        params = optax.apply_updates(params, updates)
        path.append(flat(params.fast))
    return path


def moving():
    """the unbiased moving average of the parameters after each step of plain descent"""
    rule, ema = optax.sgd(0.1), optax.ema(0.9, debias=True)
    params, state, average, path = start, rule.init(start), ema.init(start), []
    for gradient in gradients:
        updates, state = rule.update(gradient, state, params)
        params = optax.apply_updates(params, updates)
        value, average = ema.update(params, average)
        path.append(flat(value))
    return path


runs = {**{name: train(rule) for name, rule in rules.items()}, "lookahead": ahead()}
(here / "optax.json").write_text(json.dumps({"runs": runs, "averages": {"unbiased": moving()}}))
