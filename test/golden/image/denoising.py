"""Writes denoising.json beside this script with NumPy and scikit-image: python3 denoising.py

Bilateral filter and non-local means of small images, in float64: `defined` by their formulas in NumPy, and where the definitions coincide, what
scikit-image gives. scikit-image takes the weight of a colour from a table of `bins` entries and an approximation of exp in non-local means, so
its numbers are not exact ones; how far from ours they may be stands beside them. Its table of spatial weights has 6 x 6 entries for a window of
5 x 5 and is read as one of 5 x 5 (0.26: arange(-win_size // 2, ...)), so the bilateral filters are compared where all spatial weights are alike.
"""

import json
from pathlib import Path

import numpy as np
from skimage.restoration import denoise_bilateral, denoise_nl_means

rng = np.random.default_rng(11)
steps = np.add.outer(np.arange(12) // 4, np.arange(13) // 5) / 4
images = {
    "grey": np.clip(steps + 0.1 * rng.standard_normal((12, 13)), 0, 1).round(3),
    "colour": np.clip(np.stack([steps, steps[::-1], 1 - steps]) + 0.1 * rng.standard_normal((3, 12, 13)), 0, 1).round(3),
}
pads = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap", "constant": "constant"}


def extended(x, reach, boundary="reflect", value=0):
    widths = [(0, 0)] * (x.ndim - 2) + [(reach, reach)] * 2
    return np.pad(x, widths, mode=pads[boundary], **({"constant_values": value} if boundary == "constant" else {}))


def weighted(x, reach, boundary, value, patch, weight):
    """mean over |t| <= reach of x(p + t), weighted by weight(d², t), d² a patch-weighted sum of squared differences"""
    x = x if x.ndim == 3 else x[None]
    margin = len(patch) // 2
    e = extended(x, reach + margin, boundary, value)
    _, h, w = x.shape
    top, bottom = np.zeros_like(x), np.zeros((h, w))

    def view(i, j):
        return e[:, reach + margin + i : reach + margin + i + h, reach + margin + j : reach + margin + j + w]

    for i in range(-reach, reach + 1):
        for j in range(-reach, reach + 1):
            squared = sum(
                patch[k + margin, l + margin] * ((view(i + k, j + l) - view(k, l)) ** 2).sum(0)
                for k in range(-margin, margin + 1)
                for l in range(-margin, margin + 1)
            )
            own = weight(squared, i, j)
            top += own * view(i, j)
            bottom += own
    return top / bottom


def bilateral(x, sigma, tau, size=None, boundary="reflect", value=0):
    reach = int(3 * sigma + 0.5) if size is None else size // 2
    return weighted(
        x, reach, boundary, value, np.ones((1, 1)),
        lambda squared, i, j: np.exp(-(i * i + j * j) / (2 * sigma**2) - squared / (2 * tau**2)),
    )


def gaussian_patch(patch):
    r = np.arange(patch) - patch // 2
    one = np.exp(-(r**2) / (2 * ((patch - 1) / 4) ** 2))
    return np.outer(one, one)


def non_local_means(x, h, sigma=0, patch=7, search=21, weights="box", boundary="reflect", value=0):
    each = np.ones((patch, patch)) if weights == "box" else gaussian_patch(patch)
    mass = each.sum() * (x.shape[0] if x.ndim == 3 else 1)
    return weighted(
        x, search // 2, boundary, value, each / mass,
        lambda squared, i, j: np.exp(-np.maximum(squared - 2 * sigma**2, 0) / h**2),
    )


cases = []


def case(op, f, image, **options):
    value = f(images[image], **options)
    cases.append({"op": op, "image": image, "options": options, "value": np.round(value, 11).ravel().tolist()})


for image in images:
    for boundary in pads:
        case("bilateral", bilateral, image, sigma=1.5, tau=0.2, size=5, boundary=boundary)
        case("nonLocalMeans", non_local_means, image, h=0.15, patch=3, search=5, boundary=boundary)
    case("bilateral", bilateral, image, sigma=0.8, tau=0.1)
    case("bilateral", bilateral, image, sigma=1, tau=0.3, size=3, boundary="constant", value=0.5)
    case("nonLocalMeans", non_local_means, image, h=0.1, sigma=0.1, patch=5, search=7)
    case("nonLocalMeans", non_local_means, image, h=0.1, patch=5, search=7, weights="gaussian", boundary="mirror")
    case("nonLocalMeans", non_local_means, image, h=0.1, patch=1, search=3)

peers = []


def peer(op, f, image, tolerance, options, inside=0):
    axis = 0 if image == "colour" else None
    value = f(images[image], axis)
    part = value[..., inside : value.shape[-2] - inside, inside : value.shape[-1] - inside]
    peers.append({"op": op, "image": image, "options": options, "tolerance": tolerance, "inside": inside, "value": np.round(part, 8).ravel().tolist()})


def skimage_bilateral(tau, mode):
    def f(x, axis):
        y = denoise_bilateral(x if axis is None else np.moveaxis(x, 0, -1), win_size=5, sigma_color=tau, sigma_spatial=1e6, bins=10_000_000, mode=mode, channel_axis=None if axis is None else -1)
        return y if axis is None else np.moveaxis(y, -1, 0)

    return f


for boundary, mode in pads.items():
    peer("bilateral", skimage_bilateral(0.2, mode), "grey", 1e-6, {"sigma": 1e6, "tau": 0.2, "size": 5, "boundary": boundary})
# the table of scikit-image is read at the distance over the number of channels
peer("bilateral", skimage_bilateral(0.2 / 3, "symmetric"), "colour", 1e-6, {"sigma": 1e6, "tau": 0.2, "size": 5})

# the slow mode: Gaussian weights, patches mirrored at the edge, pixels beyond the edge not averaged
for image in images:
    peer(
        "nonLocalMeans",
        lambda x, axis: denoise_nl_means(x, patch_size=3, patch_distance=2, h=0.5, fast_mode=False, channel_axis=axis),
        image, 5e-3, {"h": 0.5, "patch": 3, "search": 5, "weights": "gaussian", "boundary": "mirror"}, inside=2,
    )

images = {name: {"shape": list(x.shape), "data": x.ravel().tolist()} for name, x in images.items()}
text = json.dumps({"images": images, "cases": cases, "peers": peers}, separators=(",", ":"))
Path(__file__).with_suffix(".json").write_text(text + "\n")
