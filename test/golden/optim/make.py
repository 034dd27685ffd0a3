"""Writes optimizers.json and schedules.json: what PyTorch's optimisers and schedulers do, step by step."""
import json
import warnings
from pathlib import Path

import torch
from torch.optim import SGD, Adadelta, Adagrad, Adam, Adamax, AdamW, NAdam, RAdam, RMSprop
from torch.optim import lr_scheduler as schedule
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

warnings.filterwarnings("ignore")
here = Path(__file__).parent
generator = torch.Generator().manual_seed(8)
shapes = {"weight": (2, 3), "bias": (2,)}
steps = 12


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
    "adaGrad with other numbers": lambda p: Adagrad(
        p, lr=0.1, eps=1e-3, initial_accumulator_value=0.5, weight_decay=0.05
    ),
    "rmsProp": lambda p: RMSprop(p, lr=0.01),
    "rmsProp with other numbers": lambda p: RMSprop(p, lr=0.01, alpha=0.9, eps=1e-4, weight_decay=0.05),
    "rmsProp with momentum": lambda p: RMSprop(p, lr=0.01, momentum=0.8),
    "centred rmsProp": lambda p: RMSprop(p, lr=0.01, centered=True),
    "centred rmsProp with momentum": lambda p: RMSprop(
        p, lr=0.01, alpha=0.9, centered=True, momentum=0.7, weight_decay=0.05
    ),
    "adadelta": lambda p: Adadelta(p),
    "adadelta with other numbers": lambda p: Adadelta(p, lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.05),
    "adam": lambda p: Adam(p, lr=0.01),
    "adam with other numbers": lambda p: Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
    "adamW": lambda p: AdamW(p, lr=0.02, weight_decay=0.1),
    "amsGrad": lambda p: Adam(p, lr=0.01, amsgrad=True),
    "amsGrad with other numbers": lambda p: Adam(
        p, lr=0.02, betas=(0.7, 0.8), eps=1e-3, weight_decay=0.1, amsgrad=True
    ),
    "adamax": lambda p: Adamax(p, lr=0.01),
    "adamax with other numbers": lambda p: Adamax(p, lr=0.02, betas=(0.8, 0.7), eps=1e-3, weight_decay=0.1),
    "nAdam": lambda p: NAdam(p, lr=0.01),
    "nAdam with other numbers": lambda p: NAdam(
        p, lr=0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, momentum_decay=0.05
    ),
    "rAdam": lambda p: RAdam(p, lr=0.01),
    "rAdam with other numbers": lambda p: RAdam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
    "two groups": lambda p: SGD([{"params": p[:1]}, {"params": p[1:], "lr": 0.3, "momentum": 0.5}], lr=0.1),
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
    torch.set_default_dtype(dtype)  # what a rule remembers besides tensors like the parameters, such as NAdam's product
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
torch.set_default_dtype(torch.float32)


def averages(due, **how):
    """the averaged parameters after each step of plain descent, where those before it are step 0"""
    model = torch.nn.ParameterDict({key: tensor.clone() for key, tensor in start.items()})
    average = AveragedModel(model, **how)
    if due(0):
        average.update_parameters(model)
    rule = SGD(model.parameters(), lr=0.1)
    path = []
    for number, step in enumerate(gradients, 1):
        for key, tensor in model.items():
            tensor.grad = step[key].clone()
        rule.step()
        if due(number):
            average.update_parameters(model)
        path.append(flat(dict(average.module.items())))
    return path


golden = {
    "start": flat(start),
    "gradients": [flat(step) for step in gradients],
    "runs": runs,
    "averages": {
        "moving": averages(lambda _: True, multi_avg_fn=get_ema_multi_avg_fn(0.9)),
        "mean": averages(lambda step: step >= 3 and (step - 3) % 2 == 0),
    },
}
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
    "milestones": rates(lambda rule: schedule.MultiStepLR(rule, milestones=[2, 5, 6], gamma=0.3), 10),
    "linear": rates(lambda rule: schedule.LinearLR(rule, start_factor=0.2, end_factor=0.8, total_iters=7), 10),
    "polynomial": rates(lambda rule: schedule.PolynomialLR(rule, total_iters=9, power=1.7), 12),
    "inverseSquareRoot": rates(
        lambda rule: schedule.LambdaLR(rule, lambda t: min((t + 1) / 4, (4 / (t + 1)) ** 0.5)), 12
    ),
    "cosine": rates(lambda rule: schedule.CosineAnnealingLR(rule, T_max=10, eta_min=0.02), 11),
    "cosineRestarts": rates(
        lambda rule: schedule.CosineAnnealingWarmRestarts(rule, T_0=3, T_mult=2, eta_min=0.02), 24
    ),
    "joined": rates(
        lambda rule: schedule.SequentialLR(
            rule,
            [schedule.ExponentialLR(rule, gamma=0.9), schedule.CosineAnnealingLR(rule, T_max=8)],
            milestones=[4],
        ),
        12,
    ),
    "warmUp": rates(warm, 12),
    "oneCycle": rates(lambda rule: schedule.OneCycleLR(rule, max_lr=0.5, total_steps=12), 12),
}
(here / "schedules.json").write_text(json.dumps(golden))
