"""Writes crops.json beside this script with SciPy and scikit-image: python3 crops.py folder/of/photographs

Filters by order, morphology and the bilateral filter of 16 x 16 pixels of two photographs, in float64. The photographs are not part of the
project: a crop is the place it was taken from, and the sum of its bytes.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy import ndimage
from skimage import io
from skimage.restoration import denoise_bilateral

folder = Path(sys.argv[1])
crops = {"camera": (120, 230), "astronaut": (100, 210)}
cross = [[0, 1, 0], [1, 1, 1], [0, 1, 0]]


def crop(name):
    top, left = crops[name]
    image = io.imread(folder / f"{name}.png")
    return (image if image.ndim == 3 else image[..., None])[top : top + 16, left : left + 16]


def planes(f, image):
    return np.stack([f(image[..., c]) for c in range(image.shape[-1])])


def bilateral(image, **options):
    # in colour, the table is read at the distance over the number of channels; all places weigh alike (see denoising.py)
    channels = image.shape[-1]
    y = denoise_bilateral(
        image if channels == 3 else image[..., 0], win_size=options["size"], sigma_color=options["tau"] / channels,
        sigma_spatial=options["sigma"], bins=10_000_000, mode="symmetric", channel_axis=-1 if channels == 3 else None,
    )
    return np.moveaxis(np.atleast_3d(y), -1, 0)


filters = [
    ("median", {"size": 5}, lambda x: planes(lambda p: ndimage.median_filter(p, 5), x)),
    ("rank", {"percentile": 20, "size": [3, 7]}, lambda x: planes(lambda p: ndimage.percentile_filter(p, 20, (3, 7)), x)),
    ("open", {"footprint": cross}, lambda x: planes(lambda p: ndimage.grey_opening(p, footprint=np.array(cross)), x)),
    ("close", {"size": 5}, lambda x: planes(lambda p: ndimage.grey_closing(p, 5), x)),
    ("bilateral", {"sigma": 1e6, "tau": 0.1, "size": 7}, lambda x: bilateral(x, sigma=1e6, tau=0.1, size=7)),
]
cases = []
for name, (top, left) in crops.items():
    image = crop(name)
    for op, options, f in filters:
        value = np.round(f(image / 255), 8).ravel().tolist()
        cases.append({"photograph": name, "top": top, "left": left, "sum": int(image.sum()), "op": op, "options": options, "value": value})
Path(__file__).with_suffix(".json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
