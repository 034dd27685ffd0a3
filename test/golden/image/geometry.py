"""Golden values of resizing, warps and template matching, from PyTorch, Pillow, SciPy and scikit-image. Run: python3 geometry.py"""

import hashlib
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from scipy import ndimage
from skimage import feature, transform

rng = np.random.default_rng(11)


def array(a):
    a = np.asarray(a, dtype=np.float64)
    return {"shape": list(a.shape), "data": [float(f"{v:.14g}") for v in a.ravel()]}


resize = []


def by_torch(h, w, m, n, options, **torch_options):
    x = torch.from_numpy(rng.normal(size=(h, w)).round(3)).requires_grad_()
    y = F.interpolate(x[None, None], size=(m, n), **torch_options)[0, 0]
    g = torch.from_numpy(rng.normal(size=tuple(y.shape)).round(3))
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

warps = []


def warp(shape, matrix, size, **options):
    """matrix: [2, 3], rows first, from places of the result to places of the image"""
    x = rng.normal(size=shape).round(3)
    matrix = np.asarray(matrix, dtype=np.float64)
    mode = options.get("boundary", "reflect")
    scipy_mode = {"constant": "grid-constant", "zero": "grid-constant", "wrap": "grid-wrap", "symmetric": "reflect", "replicate": "nearest"}.get(mode, mode)
    order = 0 if options.get("interpolation") == "nearest" else 1
    y = ndimage.affine_transform(x, matrix[:, :2], matrix[:, 2], output_shape=tuple(size), order=order, mode=scipy_mode, cval=options.get("value", 0.0))
    warps.append({"from": "SciPy", "options": {"size": list(size), **options}, "image": array(x), "matrix": array(matrix), "value": array(y)})


turned = lambda t, i, j: [[np.cos(t), np.sin(t), i], [-np.sin(t), np.cos(t), j]]
for mode in ("reflect", "symmetric", "mirror", "nearest", "replicate", "wrap", "constant", "zero"):
    value = {"value": 0.75} if mode == "constant" else {}
    for order in ("nearest", "bilinear"):
        warp((6, 7), turned(0.4, -3.3, 2.1), (8, 9), boundary=mode, interpolation=order, **value)
        warp((3, 1), [[0.7, 0.31, -5.23], [0.2, -1.3, 3.34]], (5, 5), boundary=mode, interpolation=order, **value)
        warp((5, 4), [[-1.91, 0.2, 12.13], [0.4, 2.3, -7.44]], (4, 6), boundary=mode, interpolation=order, **value)

for angle in (30, 90, -47):
    x = rng.normal(size=(6, 7)).round(3)
    warps.append(
        {"from": "scikit-image", "angle": angle, "options": {"boundary": "constant"}, "image": array(x), "value": array(transform.rotate(x, angle, order=1, mode="constant", preserve_range=True))}
    )

matches = []


def match(method, image, template, value):
    matches.append({"method": method, "image": array(image), "template": array(template), "value": array(value)})


for shape, part in (((7, 8), (3, 2)), ((3, 6, 5), (3, 2, 4)), ((4, 4), (4, 4)), ((1, 5, 9), (1, 1, 3))):
    f = rng.normal(size=shape).round(3) + 5
    t = rng.normal(size=part).round(3) + 3
    windows = np.lib.stride_tricks.sliding_window_view(f, part).reshape(*[n - k + 1 for n, k in zip(shape, part)], -1)
    windows = windows.reshape(*windows.shape[-3:])
    match("ssd", f, t, ((windows - t.ravel()) ** 2).sum(-1))
    match("correlation", f, t, windows @ t.ravel())
    scores = feature.match_template(f, t)
    match("normalised correlation", f, t, scores.reshape(scores.shape[-2:]))
f = rng.normal(size=(8, 9)).round(3)
f[2:6, 3:8] = 0.5
match("normalised correlation", f, t := rng.normal(size=(3, 3)).round(3), feature.match_template(f, t))

here = Path(__file__).resolve()
folder = here.parents[4] / "shared/data"
files = {}
for path in [*sorted(folder.glob("photos/*.png")), *sorted(folder.glob("membrane/*/1[0-2].png"))]:
    seen = np.asarray(Image.open(path))
    pixels = np.moveaxis(seen.reshape(*seen.shape[:2], -1), 2, 0)
    files[str(path.relative_to(folder))] = {"shape": list(pixels.shape), "sha256": hashlib.sha256(pixels.tobytes()).hexdigest()}

camera = np.asarray(Image.open(folder / "photos/camera.png")).astype(np.float64) / 255
small = F.interpolate(torch.from_numpy(camera)[None, None], size=(10, 13), mode="bicubic", antialias=True)[0, 0]
large = F.interpolate(torch.from_numpy(camera)[None, None, 100:108, 200:208], size=(11, 14), mode="bilinear")[0, 0]
matrix = np.array(turned(0.3, 60.5, 240.25))
corner = ndimage.affine_transform(camera, matrix[:, :2], matrix[:, 2], output_shape=(9, 12), order=1, mode="mirror")
scores = feature.match_template(camera[::4, ::4], camera[40:100:4, 200:272:4])
photo = {
    "file": "photos/camera.png",
    "small": array(small),
    "large": array(large),
    "matrix": array(matrix),
    "corner": array(corner),
    "scores": array(scores[5:13, 44:54]),
}

found = {"resize": resize, "warps": warps, "matches": matches, "files": files, "photo": photo}
here.with_name("geometry.json").write_text(json.dumps(found) + "\n")
