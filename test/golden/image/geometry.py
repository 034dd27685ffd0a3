"""Golden values of resizing, warps and template matching, from PyTorch, Pillow, SciPy and scikit-image. Run: python3 geometry.py"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

rng = np.random.default_rng(11)


def array(a):
    a = np.asarray(a, dtype=np.float64)
    return {"shape": list(a.shape), "data": [float(f"{v:.14g}") for v in a.ravel()]}


resize = []


def by_torch(h, w, m, n, options, **torch_options):
    x = torch.from_numpy(rng.normal(size=(h, w))).requires_grad_()
    y = F.interpolate(x[None, None], size=(m, n), **torch_options)[0, 0]
    g = torch.from_numpy(rng.normal(size=tuple(y.shape)))
    (y * g).sum().backward()
    resize.append(
        {"from": "PyTorch", "options": {"size": [m, n], **options}, "image": array(x.detach()), "value": array(y.detach()), "cotangent": array(g), "gradient": array(x.grad)}
    )


def by_pillow(h, w, m, n, options, filter):
    x = rng.integers(0, 256, size=(h, w)).astype(np.float32)
    y = np.asarray(Image.fromarray(x).resize((n, m), filter))
    resize.append({"from": "Pillow", "options": {"size": [m, n], **options}, "image": array(x), "value": array(y)})


for h, w, m, n in [(4, 5, 8, 10), (5, 7, 7, 3), (9, 6, 4, 11), (1, 3, 5, 2), (6, 6, 6, 9)]:
    by_torch(h, w, m, n, {"interpolation": "nearest"}, mode="nearest-exact")
    by_torch(h, w, m, n, {}, mode="bilinear", align_corners=False)
    by_torch(h, w, m, n, {"interpolation": "bicubic", "cubic": -0.75}, mode="bicubic", align_corners=False)
    by_torch(h, w, m, n, {"interpolation": "bilinear", "antialias": True}, mode="bilinear", align_corners=False, antialias=True)
    by_torch(h, w, m, n, {"interpolation": "bicubic", "antialias": True}, mode="bicubic", align_corners=False, antialias=True)
    by_pillow(h, w, m, n, {"antialias": True}, Image.Resampling.BILINEAR)
    by_pillow(h, w, m, n, {"interpolation": "bicubic", "antialias": True}, Image.Resampling.BICUBIC)

Path(__file__).with_name("geometry.json").write_text(json.dumps({"resize": resize}) + "\n")
