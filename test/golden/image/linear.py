"""Writes linear.json beside this script with SciPy and scikit-image: python3 linear.py

Linear filters in float64 of two images of integers, and of a crop of a photograph, which stays outside: of that the file holds some numbers only. A case is the
operation, the image, the kernel if there is one, our options, and the numbers.
"""

import json
from pathlib import Path

import numpy as np
from scipy import ndimage, signal
from skimage import filters, io, transform

here = Path(__file__).parent
i, j = np.mgrid[:6, :7]
images = {"whole": (3 * i * i + 5 * j * j + 7 * i * j) % 23.0, "tiny": (2 * i[:2, :3] + 5 * j[:2, :3] + i[:2, :3] * j[:2, :3]) % 7.0}
photo = here.parents[3] / "shared" / "data" / "photos" / "camera.png"
crop = {"top": 120, "left": 200, "height": 32, "width": 32}
images["photo"] = io.imread(photo)[120:152, 200:232] / 256
places = [0, 1, 5, 16, 27, 30, 31]

a, b = np.mgrid[:5, :8]
kernels = {
    "3x3": (a[:3, :3] * 4 + b[:3, :3] * 7 + a[:3, :3] * b[:3, :3]) % 9 - 3.0,
    "2x4": (a[:2, :4] * 5 + b[:2, :4] * 3) % 7 - 2.0,
    "5x8": (a * 3 + b * b * 2) % 11 - 4.0,
}
modes = [{"boundary": name} for name in ["reflect", "mirror", "nearest", "wrap", "constant"]]
cases = []


def case(op, image, options, value, **more):
    value = np.round(value, 12)
    if image == "photo":
        value = value[np.ix_(places, places)]
    cases.append({"op": op, "image": image, **more, "options": options, "value": value.ravel().tolist()})


for image, x in images.items():
    for mode in modes + [{"boundary": "constant", "value": 2.5}]:
        told = {"mode": mode["boundary"], "cval": mode.get("value", 0)}
        if image == "photo" and "value" in mode:
            continue
        for name, h in kernels.items():
            case("correlate", image, mode, ndimage.correlate(x, h, **told), kernel=name)
            case("convolve", image, mode, ndimage.convolve(x, h, **told), kernel=name)
        for size in [[3, 3], [5, 9]]:
            case("boxFilter", image, {"size": size, **mode}, ndimage.uniform_filter(x, size, **told))
        for sigma, truncate in [([2, 2], 4), ([0.7, 3], 3), ([0, 1], 3)]:
            case("gaussian", image, {"sigma": sigma, "truncate": truncate, **mode}, ndimage.gaussian_filter(x, sigma, truncate=truncate, **told))
        case("laplacian", image, mode, ndimage.laplace(x, **told))
        if "value" in mode:
            continue  # between two passes SciPy stands the constant once more beyond what is then a derivative
        case("separable", image, mode, ndimage.correlate1d(ndimage.correlate1d(x, [1, 2, 4], 0, **told), [3, -1, 5, 2], 1, **told), kernel="1x3, 4")
        case("sobel", image, {"along": "x", **mode}, ndimage.sobel(x, 1, **told))
        case("sobel", image, {"along": "y", **mode}, ndimage.sobel(x, 0, **told))
        up, across = ndimage.prewitt(x, 0, **told), ndimage.prewitt(x, 1, **told)
        case("gradientMagnitude", image, {"operator": "prewitt", **mode}, np.hypot(up, across))
        up, across = ndimage.sobel(x, 0, **told), ndimage.sobel(x, 1, **told)
        case("gradientOrientation", image, mode, np.arctan2(up, across))
        case("gradientMagnitude", image, {"operator": {"sigma": 1.5}, **mode}, ndimage.gaussian_gradient_magnitude(x, 1.5, **told))
        for order in [[0, 1], [1, 1], [2, 0], [3, 1]]:
            case("gaussian", image, {"sigma": 1.25, "order": order, **mode}, ndimage.gaussian_filter(x, 1.25, order, truncate=4, **told))
        case("laplacianOfGaussian", image, {"sigma": 1.5, **mode}, ndimage.gaussian_laplace(x, 1.5, **told))
        skimage = filters.difference_of_gaussians(x, 1, 1.6, mode=mode["boundary"], truncate=3)
        case("differenceOfGaussians", image, {"sigmas": [1, 1.6], **mode}, skimage)

    case("integral", image, {}, np.pad(transform.integral_image(x), ((1, 0), (1, 0))))

x = images["whole"]
for name, h in kernels.items():
    for op, f in [("correlate", signal.correlate2d), ("convolve", signal.convolve2d)]:
        for size in ["full", "valid"]:
            if size == "full" or all(n >= k for n, k in zip(x.shape, h.shape)):
                case(op, "whole", {"size": size}, f(x, h, size), kernel=name)
        for mode, boundary in [("symm", "reflect"), ("wrap", "wrap"), ("fill", "constant")]:
            case(op, "whole", {"size": "full", "boundary": boundary}, f(x, h, "full", mode), kernel=name)

found = {
    "crop": {**crop, "file": photo.name, "sum": int(round(images["photo"].sum() * 256)), "places": places},
    "images": {name: images[name].tolist() for name in ["whole", "tiny"]},
    "kernels": {name: h.tolist() for name, h in kernels.items()},
    "cases": cases,
}
text = json.dumps(found).replace(".0,", ",").replace(".0]", "]").replace('}, {"op"', '},\n{"op"')
(here / "linear.json").write_text(text + "\n")
