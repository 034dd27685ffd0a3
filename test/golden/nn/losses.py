"""Golden values of the losses and their options, from PyTorch (dice and Jaccard from their formulas) in float64. Run: python3 losses.py"""

import json
import torch
from torch.nn import functional as F

torch.manual_seed(23)
torch.set_default_dtype(torch.float64)


def listed(t):
    return [float(f"{v:.15g}") for v in t.detach().flatten().tolist()]


def array(t):
    return {"shape": list(t.shape), "data": listed(t)}


def case(loss, *inputs, each=None):
    """the loss of some float tensors and its gradient in the first, and optionally the terms"""
    first, *rest = inputs
    first = first.clone().requires_grad_()
    value = loss(first, *rest)
    value.backward()
    found = {"inputs": [array(x) for x in inputs], "loss": value.item(), "gradient": array(first.grad)}
    return found if each is None else {**found, "each": array(each(first, *rest))}


y, t = torch.randn(3, 4) * 2, torch.randn(3, 4)
z, hard = torch.randn(3, 4) * 9, torch.randint(0, 2, (3, 4)) * 1.0
p = torch.rand(3, 4) * 0.98 + 0.01
logits, labels = torch.randn(6, 5) * 4, torch.randint(0, 5, (6,))
dense, maps = torch.randn(2, 3, 4, 5) * 3, torch.randint(0, 3, (2, 4, 5))
maps[0, 1, 2] = maps[1, 3, 0] = 255
ignored = torch.where(torch.arange(6) % 3 == 1, -100, labels)
classes = torch.tensor([0.5, 2.0, 1.0, 0.25, 3.0])
probabilities, distribution = torch.softmax(torch.randn(6, 5), -1), torch.softmax(torch.randn(6, 5) * 2, -1)
mean, log_variance = torch.randn(4, 3), torch.randn(4, 3)
a, b, c = torch.randn(5, 3), torch.randn(5, 3), torch.randn(5, 3)
soft, region = torch.rand(2, 3, 4), torch.randint(0, 2, (2, 3, 4)) * 1.0


def sigmoid_focal(z, t, gamma):
    q = torch.sigmoid(z)
    ce = F.binary_cross_entropy_with_logits(z, t, reduction="none")
    return ce * (1 - (q * t + (1 - q) * (1 - t))) ** gamma


def softmax_focal(z, labels, gamma):
    ce = F.cross_entropy(z, labels, reduction="none")
    return (1 - torch.exp(-ce)) ** gamma * ce


def overlap(ratio):
    def terms(p, t, s=1.0):
        both, sizes = (p * t).sum((-2, -1)), p.sum((-2, -1)) + t.sum((-2, -1))
        return ratio(both, sizes, s)

    return terms


dice = overlap(lambda both, sizes, s: 1 - (2 * both + s) / (sizes + s))
jaccard = overlap(lambda both, sizes, s: 1 - (both + s) / (sizes - both + s))

cases = {
    "huber": case(lambda x, t: F.huber_loss(x, t, delta=0.7), y, t, each=lambda x, t: F.huber_loss(x, t, delta=0.7, reduction="none")),
    "huber as smooth L1": case(lambda x, t: F.smooth_l1_loss(x, t, beta=0.7), y, t),
    "sigmoidCrossEntropy with positiveWeight": case(lambda x, t: F.binary_cross_entropy_with_logits(x, t, pos_weight=torch.tensor(2.5)), z, hard),
    "binaryCrossEntropy with weights": case(lambda x, t, w: F.binary_cross_entropy(x, t, weight=w, reduction="sum") / w.sum(), p, hard, torch.rand(3, 4)),
    "sigmoidFocal": case(lambda x, t: sigmoid_focal(x, t, 2).mean(), y, hard, each=lambda x, t: sigmoid_focal(x, t, 2)),
    "sigmoidFocal with gamma and positiveWeight": case(lambda x, t: 0.75 * (sigmoid_focal(x, t, 1.5) * torch.where(t > 0, 1 / 3, 1)).mean() / 0.75, y, hard),
    "softmaxCrossEntropy smoothed": case(lambda x, l: F.cross_entropy(x, l, label_smoothing=0.1), logits, labels, each=lambda x, l: F.cross_entropy(x, l, label_smoothing=0.1, reduction="none")),
    "softmaxCrossEntropy with classWeights": case(lambda x, l: F.cross_entropy(x, l, weight=classes), logits, labels, each=lambda x, l: F.cross_entropy(x, l, weight=classes, reduction="none")),
    "softmaxCrossEntropy with ignoreIndex": case(lambda x, l: F.cross_entropy(x, l), logits, ignored, each=lambda x, l: F.cross_entropy(x, l, reduction="none")),
    "softmaxCrossEntropy with all": case(lambda x, l: F.cross_entropy(x, l, weight=classes, label_smoothing=0.2), logits, ignored, each=lambda x, l: F.cross_entropy(x, l, weight=classes, label_smoothing=0.2, reduction="none")),
    "softmaxCrossEntropy dense": case(lambda x, l: F.cross_entropy(x, l, ignore_index=255), dense, maps, each=lambda x, l: F.cross_entropy(x, l, ignore_index=255, reduction="none")),
    "softmaxCrossEntropy dense, weighted and smoothed": case(lambda x, l: F.cross_entropy(x, l, ignore_index=255, weight=classes[:3], label_smoothing=0.1), dense, maps),
    "negativeLogLikelihood with classWeights": case(lambda x, l: F.nll_loss(x, l, weight=classes), logits, labels),
    "multiclassHinge with classWeights": case(lambda x, l: F.multi_margin_loss(x, l, weight=classes) * 5, logits, labels),
    "softmaxFocal": case(lambda x, l: softmax_focal(x, l, 2).mean(), logits, labels, each=lambda x, l: softmax_focal(x, l, 2)),
    "softTargetCrossEntropy": case(lambda x, d: F.cross_entropy(x, d), logits, distribution, each=lambda x, d: F.cross_entropy(x, d, reduction="none")),
    "klDivergence": case(lambda x, d: F.kl_div(torch.log(x), d, reduction="batchmean"), probabilities, distribution, each=lambda x, d: F.kl_div(torch.log(x), d, reduction="none").sum(-1)),
    "klFromStandardNormal": case(
        lambda m, v: torch.distributions.kl_divergence(torch.distributions.Normal(m, torch.exp(v / 2)), torch.distributions.Normal(0.0, 1.0)).sum(-1).mean(), mean, log_variance
    ),
    "triplet": case(lambda a, b, c: F.triplet_margin_loss(a, b, c, margin=0.8, eps=0), a, b, c, each=lambda a, b, c: F.triplet_margin_loss(a, b, c, margin=0.8, eps=0, reduction="none")),
    "dice": case(lambda x, t: dice(x, t).mean(), soft, region, each=dice),
    "jaccard": case(lambda x, t: jaccard(x, t).mean(), soft, region, each=jaccard),
    "jaccard of whole batches": case(lambda x, t: 1 - ((x * t).sum() + 0.5) / (x.sum() + t.sum() - (x * t).sum() + 0.5), soft, region),
}

with open("losses.json", "w") as file:
    json.dump({"classWeights": array(classes), "cases": cases}, file)
    file.write("\n")
