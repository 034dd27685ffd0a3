"""Golden values of the losses from PyTorch, and of polynomial fits from NumPy, in float64. Run: python3 make.py"""

import json
import numpy as np
import torch
from torch.nn import functional as F

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)


def listed(t):
    return [float(f"{v:.15g}") for v in t.detach().flatten().tolist()]


def array(t):
    return {"shape": list(t.shape), "data": listed(t)}


def case(loss, x, t):
    """a loss under all reductions, and the gradient of its mean"""
    x = x.clone().requires_grad_()
    each = loss(x, t)
    each.mean().backward()
    return {"input": array(x), "target": array(t), "each": array(each), "gradient": array(x.grad)}


y, t = torch.randn(3, 4) * 2, torch.randn(3, 4)
signs = torch.randint(0, 2, (3, 4)) * 2.0 - 1
p, soft = torch.rand(3, 4) * 0.98 + 0.01, torch.rand(3, 4)
hard = torch.randint(0, 2, (3, 4)) * 1.0
logits, labels = torch.randn(6, 5) * 4, torch.randint(0, 5, (6,))
distribution = torch.softmax(torch.randn(6, 5), -1)
probabilities = torch.softmax(torch.randn(6, 5), -1)

paired = {
    "meanAbsoluteError": case(lambda x, t: F.l1_loss(x, t, reduction="none"), y, t),
    "meanSquaredError": case(lambda x, t: F.mse_loss(x, t, reduction="none"), y, t),
    "halfSquaredError": case(lambda x, t: F.mse_loss(x, t, reduction="none") / 2, y, t),
    # x where the class is 1, max(0, margin - x) where it is -1: of -x, the second is the hinge of the class 1
    "hinge": case(lambda x, t: F.hinge_embedding_loss(x * t, -torch.ones_like(t), reduction="none"), y, signs),
    "binaryCrossEntropy": case(lambda x, t: F.binary_cross_entropy(x, t, reduction="none"), p, soft),
    "sigmoidCrossEntropy": case(lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction="none"), y * 9, hard),
}
labelled = {
    "negativeLogLikelihood": case(lambda x, t: F.nll_loss(x, t, reduction="none"), torch.log(probabilities), labels),
    "softmaxCrossEntropy": case(lambda x, t: F.cross_entropy(x, t, reduction="none"), logits, labels),
    # PyTorch divides by the number of classes
    "multiclassHinge": case(lambda x, t: F.multi_margin_loss(x, t, reduction="none") * 5, logits, labels),
}
distributions = {"crossEntropy": case(lambda x, t: -(t * torch.log(x)).sum(-1), probabilities, distribution)}

rng = np.random.default_rng(3)
x = np.linspace(-1, 1, 10)
noisy = x**2 + 0.1 * rng.standard_normal(10)
fits = [{"degree": d, "coefficients": np.polynomial.polynomial.polyfit(x, noisy, d).tolist()} for d in (0, 1, 2, 3, 5, 9)]
wide = np.linalg.lstsq(np.vander(x, 11, increasing=True), noisy, rcond=None)[0].tolist()

with open("golden.json", "w") as file:
    json.dump(
        {
            "paired": paired,
            "labelled": labelled,
            "distributions": distributions,
            "polynomial": {"x": x.tolist(), "y": noisy.tolist(), "fits": fits, "degree10": wide},
        },
        file,
    )
    file.write("\n")
