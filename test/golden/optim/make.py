"""Writes optimizers.json and schedules.json: what PyTorch's optimisers and schedulers do, step by step."""
import json
import warnings
from pathlib import Path

import torch
from torch.optim import SGD, Adagrad, Adam, AdamW, RMSprop
from torch.optim import lr_scheduler as schedule

warnings.filterwarnings("ignore")
here = Path(__file__).parent
generator = torch.Generator().manual_seed(8)
shapes = {"weight": (2, 3), "bias": (2,)}
steps = 6


def random(shape, scale=1.0):
    values = torch.randn(shape, generator=generator, dtype=torch.float64) * scale
    return (values * 1024).round() / 1024  # short numbers, exact in float32 too


start = {name: random(shape) for name, shape in shapes.items()}
gradients = [{name: random(shape, 2.0) for name, shape in shapes.items()} for _ in range(steps)]
flat = lambda tree: {name: tensor.detach().flatten().tolist() for name, tensor in tree.items()}

rules = {
    "sgd": lambda p: SGD(p, lr=0.1),
    "sgd with weight decay": lambda p: SGD(p, lr=0.1, weight_decay=0.03),
    "momentum": lambda p: SGD(p, lr=0.05, momentum=0.9),
    "momentum with weight decay": lambda p: SGD(p, lr=0.05, momentum=0.8, weight_decay=0.02),
    "nesterov": lambda p: SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adaGrad": lambda p: Adagrad(p, lr=0.1),
    "rmsProp": lambda p: RMSprop(p, lr=0.01),
    "adam": lambda p: Adam(p, lr=0.01),
    "adam with other numbers": lambda p: Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
    "adamW": lambda p: AdamW(p, lr=0.02, weight_decay=0.1),
    "clipped by norm": lambda p: SGD(p, lr=0.1),
    "clipped by value": lambda p: SGD(p, lr=0.1),
    "adam under cosine": lambda p: Adam(p, lr=0.1),
}
before = {
    "clipped by norm": lambda p: torch.nn.utils.clip_grad_norm_(p, 4.0),
    "clipped by value": lambda p: torch.nn.utils.clip_grad_value_(p, 1.5),
}
after = {"adam under cosine": lambda o: schedule.CosineAnnealingLR(o, T_max=4, eta_min=0.01)}


def train(name, make, dtype):
    params = {key: tensor.to(dtype).clone().requires_grad_() for key, tensor in start.items()}
    rule = make(list(params.values()))
    rates = after.get(name, lambda _: None)(rule)
    path = []
    for step in gradients[:4] if rates else gradients:
        for key, tensor in params.items():
            tensor.grad = step[key].to(dtype).clone()
        before.get(name, lambda _: None)(list(params.values()))
        rule.step()
        if rates:
            rates.step()
        path.append(flat(params))
    return path


runs = {
    name: {"float64": train(name, make, torch.float64), "float32": train(name, make, torch.float32)[-1:]}
    for name, make in rules.items()
}
golden = {"start": flat(start), "gradients": [flat(step) for step in gradients], "runs": runs}
(here / "optimizers.json").write_text(json.dumps(golden))


def rates(make, count, lr=0.5):
    rule = SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler = make(rule)
    found = []
    for _ in range(count):
        found.append(rule.param_groups[0]["lr"])
        rule.step()
        scheduler.step()
    return found


warm = lambda rule: schedule.SequentialLR(
    rule,
    [schedule.LinearLR(rule, start_factor=0.1, total_iters=4), schedule.CosineAnnealingLR(rule, T_max=8)],
    milestones=[4],
)
golden = {
    "constant": rates(lambda rule: schedule.ConstantLR(rule, factor=1.0), 4),
    "stepDecay": rates(lambda rule: schedule.StepLR(rule, step_size=3, gamma=0.3), 10),
    "exponential": rates(lambda rule: schedule.ExponentialLR(rule, gamma=0.9), 10),
    "cosine": rates(lambda rule: schedule.CosineAnnealingLR(rule, T_max=10, eta_min=0.02), 11),
    "warmUp": rates(warm, 12),
    "oneCycle": rates(lambda rule: schedule.OneCycleLR(rule, max_lr=0.5, total_steps=12), 12),
}
(here / "schedules.json").write_text(json.dumps(golden))
