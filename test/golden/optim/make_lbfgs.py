"""Writes lbfgs.json: torch.optim.LBFGS with a strong-Wolfe search, step by step, and the minimum that SciPy finds."""
import json
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize

here = Path(__file__).parent
torch.set_default_dtype(torch.float64)
generator = np.random.default_rng(8)
x = np.round(generator.normal(size=(40, 3)) * 64) / 64
y = np.where(x @ [1.0, -2.0, 0.5] + 0.25 + generator.normal(size=40) > 0, 1.0, -1.0)
inputs, labels = torch.tensor(x), torch.tensor(y)


def rosenbrock(v):
    return (100 * (v[1:] - v[:-1] ** 2) ** 2 + (1 - v[:-1]) ** 2).sum()


def logistic(v):
    w, b = v[:3], v[3]
    return torch.nn.functional.softplus(-labels * (inputs @ w + b)).mean() + 0.005 * (w**2).sum()


def descend(f, start, memory, steps):
    """value and parameters after 0, 1, … steps"""
    path = []
    for count in range(steps + 1):
        v = torch.tensor(start, requires_grad=True)
        if count > 0:
            rule = torch.optim.LBFGS(
                [v], max_iter=count, max_eval=10000, tolerance_change=0, history_size=memory, line_search_fn="strong_wolfe"
            )

            def closure():
                rule.zero_grad()
                value = f(v)
                value.backward()
                return value

            rule.step(closure)
        path.append({"value": f(v).item(), "params": v.tolist()})
    return path


def minimum(f, start):
    def both(numbers):
        v = torch.tensor(numbers, requires_grad=True)
        value = f(v)
        value.backward()
        return value.item(), v.grad.numpy()

    found = minimize(both, start, jac=True, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-10})
    return {"value": found.fun, "params": found.x.tolist()}


cases = {
    "Rosenbrock's valley": (rosenbrock, [-1.2, 1.0], 10, 36),
    "a valley of six dimensions, three steps remembered": (rosenbrock, [-1.2, 1.0, -1.2, 1.0, 0.5, 2.0], 3, 45),
    "logistic regression": (logistic, [0.0, 0.0, 0.0, 0.0], 10, 9),
}
golden = {
    "x": x.flatten().tolist(),
    "y": y.tolist(),
    "runs": {
        name: {"memory": memory, "path": descend(f, start, memory, steps), "minimum": minimum(f, start)}
        for name, (f, start, memory, steps) in cases.items()
    },
}
(here / "lbfgs.json").write_text(json.dumps(golden))
